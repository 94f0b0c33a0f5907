"""Named reads of the canteen hall."""
