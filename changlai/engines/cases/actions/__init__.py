"""Verbs of the cases engine, by group; public.py names what others may call."""
