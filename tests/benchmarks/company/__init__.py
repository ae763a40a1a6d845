"""A generated company of any size, for measuring: `python -m tests.benchmarks.company 20000`.

Its texts are as long as those of real handbooks (median 490 words, p90 1,760; see DESIGN) and its
words as unequally frequent (Zipf), with English and French endings. The same number gives the same
company, and the first thousand pages of a large company are those of a small one: a page can be
measured in both.

    words.py    the vocabulary            people.py    departments and who works there
    layout.py   which pages there are     texts.py     what they say, as Markdown and drawn
    rows.py     the rows of one page      loading.py   all of it, in bulk
    habits.py   what people read, keep and are told
"""
