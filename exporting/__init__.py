"""Take the wiki out: as Markdown with all that belongs to it, or as pages to read offline."""
