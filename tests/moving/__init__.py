"""Whether an import brought what was there: old wikis counted by other means than our own."""
