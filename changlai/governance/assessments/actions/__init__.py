"""The verbs of assessments."""
