"""Console verbs of the voices hall."""
