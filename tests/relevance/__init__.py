"""Whether search brings the right page: what people type, each with the page they want.

Three wikis: the demo company, and two public handbooks where ../shared/corpora holds them. What is
typed was written before any of it was searched for. `python -m tests.benchmarks.relevance` prints
the table, tests/processes/test_relevance.py guards the shares.
"""
