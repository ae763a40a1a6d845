"""Text in, text out: no models, no requests, no settings."""
