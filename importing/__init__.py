"""Bring another wiki in: read → map → check → apply, each as often as need be.

    source.py     what a reader finds; readers/ says which there are. Pure: files in, data out
    files/        the files of an import, wherever they lie, read without trusting them
    running.py    the stages, as pages, jobs and commands call them
    staging.py    what was found is put down in rows;  proposing.py, choosing.py: what goes where
    checking/     a dry run: places, links, pictures, the page as it will be drawn
    applying/     each page in a transaction of its own, through the same verbs that people use
    book.py       where an address of the old wiki leads;  rewriting.py: what its links become
    reporting.py  what came of it

What is written stands in rows after every step (`models/`), so that nothing is lost when the
process is: whoever begins a stage again goes on where it stopped.
"""
