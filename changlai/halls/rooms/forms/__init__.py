"""Forms of the rooms hall: shape and cleaning only."""
