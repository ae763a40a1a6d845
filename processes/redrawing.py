"""Live pages drawn anew from their unchanged text, by a job that cannot be lost."""
