"""Categories and tags, as the export declares them and as items name them."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from importing.wordpress import words
from importing.wordpress.elements import Element
from importing.wordpress.index import Index

_LONGEST_KEY = 300
TAGS = "post_tag"
# What plugins sort by for themselves.
_OWN = frozenset(
    "nav_menu post_format link_category wp_theme wp_template_part_area wp_pattern_category"
    " language term_language post_translations term_translations product_type"
    " product_visibility elementor_library_type elementor_library_category action-group"
    " author yst_prominent_words following_users wp_block_category".split()
)


@dataclass(frozen=True, slots=True)
class Term:
    taxonomy: str
    slug: str
    name: str

    @property
    def key(self) -> str:
        return f"{self.taxonomy}/{self.slug}"


def declare(element: Element, index: Index) -> None:
    """Notes a category, tag or term that the export lists before its items."""
    if element.name == "category":
        taxonomy, slug = "category", element.value("category_nicename")
        name, parent = element.value("cat_name"), element.value("category_parent")
    elif element.name == "tag":
        taxonomy, slug = TAGS, element.value("tag_slug")
        name, parent = element.value("tag_name"), ""
    else:
        taxonomy, slug = element.value("term_taxonomy"), element.value("term_slug")
        name, parent = element.value("term_name"), element.value("term_parent")
    term = _term(taxonomy, slug, name)
    if term is None:
        return
    index.write(
        "insert into term (taxonomy, slug, name, parent, number, is_declared) values (?,?,?,?,?,1)"
        " on conflict do update set parent = coalesce(nullif(parent, ''), excluded.parent)",
        term.taxonomy,
        term.slug,
        term.name,
        words.name(parent),
        element.value("term_id"),
    )


def note_use(term: Term, index: Index) -> None:
    """A page is in it; the export may not have declared it."""
    index.write(
        "insert into term (taxonomy, slug, name, parent, number, is_declared, uses)"
        " values (?,?,?,'','',0,1) on conflict do update set uses = uses + 1",
        term.taxonomy,
        term.slug,
        term.name,
    )


def terms_of(item: Element) -> list[Term]:
    """What an item is filed under, each once, in the order of the export."""
    found: dict[str, Term] = {}
    without = []
    for element in item.all("category"):
        if element.space:
            continue
        domain = element.attributes.get("domain", "")
        if not domain:
            without.append(element.text)
        elif term := _term(domain, element.attributes.get("nicename", ""), element.text):
            found.setdefault(term.key, term)
    # Old exports give each twice, once without saying what it is; some programs' that alone.
    for name in without if not found else ():
        if term := _term("category", "", name):
            found.setdefault(term.key, term)
    return list(found.values())


def _term(taxonomy: str, slug: str, text: str) -> Term | None:
    taxonomy = taxonomy.strip().lower()
    taxonomy = TAGS if taxonomy == "tag" else taxonomy
    name = words.shorten(words.name(text), 200)
    slug = slug_of(slug) or slug_of(re.sub(r"\s+", "-", name))
    if not taxonomy or not slug or taxonomy in _OWN:
        return None
    return Term(taxonomy[:60], slug, name or slug)


def slug_of(text: str) -> str:
    """As people read it: in whatever script, percent-encoded or not."""
    slug = unicodedata.normalize("NFC", unquote(text.strip())).casefold()
    if len(slug) <= _LONGEST_KEY:
        return slug
    return slug[:200] + hashlib.sha256(slug.encode("utf-8", "replace")).hexdigest()[:16]
