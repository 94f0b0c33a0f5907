"""Named reads of activities."""
