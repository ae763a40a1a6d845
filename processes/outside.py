"""Links that lead out of the wiki, and whether anything is still there."""
