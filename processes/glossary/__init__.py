"""The words of the company, and where a page says them."""
