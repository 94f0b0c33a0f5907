"""Pages of the canteen hall, for residents and for the workbench."""
