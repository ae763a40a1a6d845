"""Pages of the people themselves: signing in and out, their inbox, what reaches them by e-mail."""
