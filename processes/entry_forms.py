"""The forms in which a term or a tool is proposed."""
