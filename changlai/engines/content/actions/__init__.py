"""The verbs of what is written to be read."""
