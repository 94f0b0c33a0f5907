"""Screens of brands: for everybody, for oneself, and on the workbench."""
