"""What the counter writes about its queue: its days, its numbers, and their end."""
