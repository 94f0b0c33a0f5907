"""Cases: one engine for voices, repairs, objections and whatever else waits for an answer."""
