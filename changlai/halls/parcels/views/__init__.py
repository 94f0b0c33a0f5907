"""Pages of the parcels hall, for residents and for the workbench."""
