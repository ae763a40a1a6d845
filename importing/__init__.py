"""Bring another wiki in: read → map → check → apply, each as often as need be.

    source.py     what a reader finds; readers/ says which there are. Pure: files in, data out
    files/        the files of an import, wherever they lie, read without trusting them
    html/         HTML of any wiki becomes Markdown;  counting.py: what readers see, there and here
    running.py    the stages, as pages, jobs and commands call them;  working.py is around each
    collecting.py an import begins, and gets its files
    staging.py    what was found is put down in rows;  proposing.py, choosing.py: what goes where
    checking/     a dry run: places, links, pictures, the page as it will be drawn
    applying/     each page in a transaction of its own, through the same verbs that people use
    departments.py  which department each place becomes;  addressing.py: the old addresses
    scanning.py   links in a text;  book.py: where each leads;  rewriting.py: what it becomes
    reporting.py  what came of it
    imprimatur/   an export of ours, brought in as the same wiki again

What is written stands in rows after every step (`models/`), so that nothing is lost when the
process is: whoever begins a stage again goes on where it stopped.
"""
