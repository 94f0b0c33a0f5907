"""Named reads of the gig station: what is listed, whom to recommend and why, what ends soon."""
