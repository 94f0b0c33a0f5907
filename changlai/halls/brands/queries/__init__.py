"""Named reads of brands."""
