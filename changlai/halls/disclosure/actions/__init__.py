"""Verbs of disclosure: keep the calendar, write, sign, let out, ask."""
