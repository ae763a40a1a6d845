"""What was copied elsewhere, as clean text of our own.

arriving.py     the whole of it: text, and the pictures that can be had
converting.py   HTML to Markdown, in a process that can be killed
child.py        that process
gathering.py    pictures: from the HTML itself, from this wiki, from other sites

Nothing is imported here: the process must start fast.
"""
