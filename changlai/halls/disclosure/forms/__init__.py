"""Shapes of what is typed about disclosure."""
