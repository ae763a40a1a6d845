"""What was copied elsewhere, as clean text of our own."""
