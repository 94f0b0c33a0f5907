"""Pages of the three figures."""
