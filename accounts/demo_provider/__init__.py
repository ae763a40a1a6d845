"""The demo's stand-in for an identity provider: choose who you are. Works only where DEMO is on."""
