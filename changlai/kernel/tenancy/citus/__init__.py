"""A database backend for Citus (see base.py); nothing else in the house knows it."""
