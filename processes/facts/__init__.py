"""What is told beside the text of a page: its trigger, its roles, its tools."""
