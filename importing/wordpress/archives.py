"""At which addresses an old site listed the pages of a category, a tag or another term. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote, unquote, urlsplit

_MOST_ROOTS = 3
# What plugins call their taxonomies in addresses, where that is another word.
_CALLED = {
    "category": ("category",),
    "post_tag": ("tag",),
    "product_cat": ("product-category",),
    "product_tag": ("product-tag",),
    "doc_category": ("docs-category", "doc-category"),
    "doc_tag": ("docs-tag", "doc-tag"),
    "ht_kb_category": ("article-categories", "knowledge-base-category", "kb-category"),
    "ht_kb_tag": ("article-tags", "kb-tag"),
    "kbe_taxonomy": ("knowledgebase_category", "kb-category"),
    "kbe_tags": ("knowledgebase_tags", "kb-tag"),
    "knowledgebase_cat": ("kb-category", "knowledgebase-category"),
    "manual_documentationcategory": ("documentation-category",),
    "manualknowledgebasecat": ("kb", "knowledgebase-category"),
    "basepress_cats": ("knowledgebase",),
    "portfolio_category": ("portfolio-category", "project-category"),
}


def archives(
    base: str, taxonomy: str, line: Sequence[str], number: str, roots: Sequence[str]
) -> Iterator[str]:
    """Of a term, whose slug `line` begins with, its parent's following. `roots` are the words with
    which the addresses of its pages begin: some plugins list terms below them."""
    if not base:
        return
    plain = taxonomy.replace("_", "-")
    words = [taxonomy, plain, *([f"{plain}egory"] if plain.endswith("-cat") else [])]
    words = [*_CALLED.get(taxonomy, words)]
    words += [taxonomy] if taxonomy not in words else []
    slugs = [quote(slug) for slug in line]
    kind = "tag" if "tag" in taxonomy else "category"
    named = [
        *words,
        *(f"{quote(root)}/{kind}" for root in roots[:_MOST_ROOTS]),
        *(quote(root) for root in roots[:_MOST_ROOTS]),
    ]
    found: dict[str, None] = {}
    for word in named:
        found[f"{base}/{word}/{'/'.join(reversed(slugs))}/"] = None
        found[f"{base}/{word}/{slugs[0]}/"] = None
    if taxonomy == "category" and number:
        found[f"{base}/?cat={quote(number)}"] = None
    if taxonomy == "post_tag":
        found[f"{base}/?tag={slugs[0]}"] = None
    yield from found


def root_of(link: str, base: str) -> str:
    """The first word of the path of a page's address, where others follow; else ""."""
    try:
        path = urlsplit(link).path
    except ValueError:
        return ""
    below = urlsplit(base).path.strip("/") if base else ""
    parts = unquote(path).strip("/").removeprefix(below).strip("/").split("/")
    return parts[0].casefold() if len(parts) > 1 and not parts[0].isdecimal() else ""
