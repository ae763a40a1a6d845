"""Rendering under a hard limit: in a process that can be killed."""
