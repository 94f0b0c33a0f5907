"""Workflows as data: frozen values for states and steps, checked once, drawn as text."""
