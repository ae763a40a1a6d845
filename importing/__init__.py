"""Bring another wiki in: readers → plan → apply.

    markdown/     reads a folder of Markdown files into `model.Source`. Pure: files in, data out
    planning.py   decides where each page goes and what its links become. Pure: data in, data out
    applying.py   writes the plan, through the same verbs that people use, in one transaction

A reader of another format makes a `Source` too; everything after it is shared.
"""
