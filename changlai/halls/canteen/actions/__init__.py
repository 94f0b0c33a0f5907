"""Verbs of the canteen hall."""
