"""A real identity provider for the browser tests: a Django project of its own, run as a process.

python -m tests.e2e.oidc_provider <folder> <port> <the wiki's address>
"""
