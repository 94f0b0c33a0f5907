"""Wiring of assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """考核评估: how a centre did in a period, by its own rows and by a review."""

    name = "changlai.governance.assessments"
