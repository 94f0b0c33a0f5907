"""Pages of the talents hall: the owner's own card, and the list on the workbench."""
