"""Named reads of rooms: when they may be used, which are free, how much they were used."""
