"""Pages of the member cards: what anybody sees, and the desk of those who keep them."""
