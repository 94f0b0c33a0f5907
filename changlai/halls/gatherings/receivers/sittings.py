"""What concerns sittings."""
