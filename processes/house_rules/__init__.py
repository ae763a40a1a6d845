"""The rules of writing as the company set them, asked of one text."""
