"""Verbs of the counter hall."""
