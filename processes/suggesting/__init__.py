"""What somebody may mean who has typed a few letters."""
