"""What became of articles and of what was marked in them, told from their events."""
