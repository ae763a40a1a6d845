"""Which of our five kinds of boxes the many kinds of others are, and what is no such box. Pure."""

OURS = ("NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION")
KINDS = {
    **dict.fromkeys("tip hint success check done new".split(), "TIP"),
    **dict.fromkeys("important attention highlight".split(), "IMPORTANT"),
    **dict.fromkeys("warning caution yellow".split(), "WARNING"),
    **dict.fromkeys("danger error failure fail bug red".split(), "CAUTION"),
    **dict.fromkeys("note info abstract summary example quote question faq help todo seealso"
                    " primary secondary blue tldr missing cite admonition versionadded"
                    " versionchanged deprecated topic".split(), "NOTE"),
}  # fmt: skip

FOLDED, TABS, BARE, CODE = "details", "tab", "", "code"
SAME = {
    **dict.fromkeys("details dropdown toggle expand collapse spoiler".split(), FOLDED),
    **dict.fromkeys("tab tab-item tabitem code-group-item".split(), TABS),
    **dict.fromkeys("tabs tab-set code-group v-pre raw center grid steps div".split(), BARE),
}
