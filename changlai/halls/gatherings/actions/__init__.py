"""Verbs of the gatherings hall that no engine has."""
