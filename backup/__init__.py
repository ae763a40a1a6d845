"""One archive of the database and all files, and the way back."""
