"""Verbs of brands, by what they are about."""
