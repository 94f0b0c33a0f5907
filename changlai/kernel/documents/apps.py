"""Wiring of the documents."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The kernel part that makes papers to hand out: the same content as docx and as PDF."""

    name = "changlai.kernel.documents"
