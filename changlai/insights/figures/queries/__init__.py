"""Named reads of the three figures."""
