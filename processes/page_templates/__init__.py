"""What a page of some kind should hold, and the text that a new one begins with."""
