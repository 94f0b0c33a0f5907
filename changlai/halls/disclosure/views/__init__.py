"""Pages of disclosure: what anybody reads, the desk of those who write, the desk of who signs."""
