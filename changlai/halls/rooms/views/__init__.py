"""Pages of the rooms hall, for residents and for the workbench."""
