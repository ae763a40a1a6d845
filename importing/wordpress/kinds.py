"""What an item of an export is: by its type and its status. Pure."""

from __future__ import annotations

import re
from enum import Enum, auto

from importing.wordpress.builders import elementor_html, says_nothing
from importing.wordpress.elements import Element
from importing.wordpress.metas import ELEMENTOR

# The types of pages that WordPress itself, and plugins for handbooks and help centres, have.
PAGES = frozenset(
    "post page docs doc article articles wiki wiki_page incsub_wiki handbook kb kbe_knowledgebase"
    " epkb_post_type_1 knowledgebase knowledge_base ht_kb faq faqs faq_item help documentation"
    " manual manual_documentation pressapps_document basepress knowledge howto how-to guide guides"
    " policy policies procedure procedures process sop yada_wiki encyclopedia glossary".split()
)
# What a site keeps for itself: menus, settings, templates, caches, forms and what was sent by them.
_OWN = frozenset(
    "nav_menu_item revision oembed_cache customize_changeset custom_css user_request"
    " wp_template wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face"
    " acf-field acf-field-group acf-post-type acf-taxonomy acf-ui-options-page wpcf7_contact_form"
    " elementor_library elementor_snippet elementor_font elementor_icons jp_pay_order"
    " jp_pay_product feedback mc4wp-form wpforms wpforms_log nf_sub ninja_form shop_order"
    " shop_order_refund shop_coupon product_variation scheduled-action tablepress_table popup"
    " popup_theme amp_validated_url et_pb_layout et_template vc_grid_item fl-builder-template"
    " custom-css-js ml-slider ml-slide jetpack_migration spucpt wp-types-group wp_automatic"
    " shortcoder cookielawinfo".split()
)
_OWN_BEGINNINGS = ("wp_", "acf-", "elementor_", "jetpack_", "_pods_", "wpcf7_", "bwg_", "wpcode")

# By such names plugins keep what was sent to the site, sold by it or is part of how it is drawn:
# WordPress says “published” of a message to the personnel office, too.
_NOT_FOR_READERS = re.compile(
    r"inbound|outbound|submission|(?:forms?|evf|gv)_?entr(?:y|ies)$|(?:^|[_-])logs?$|payment|invoice"
    r"|orders?$|refund|subscription|transaction|coupon|booking|message|e?mails?$|job_?application"
    r"|tickets?$|sent_mail|(?:^|[_-])forms?$|popups?$|lightbox|snippet|memberpress|mepr"
    r"|membershipplan|^bp-|^um_|^jet-|^frm_|^(?:ct|et|vc|vcv|oxy|tdb|bricks|fusion|kadence|astra|gp"
    r"|brizy|seedprod)[_-]\w*(?:template|element|section|hook|header|footer|block)s?$|_schema$"
)

PUBLISHED, DRAFT, CLOSED, LEFT_OUT = "published", "draft", "closed", ""
_STATUS = {
    "": (PUBLISHED, ""),
    "publish": (PUBLISHED, ""),
    "static": (PUBLISHED, ""),  # pages before WordPress 2.1
    "inherit": (PUBLISHED, ""),
    "private": (CLOSED, "It is private there, so it comes in as a draft."),
    "draft": (DRAFT, "It is a draft there, so it comes in as one."),
    "pending": (DRAFT, "It waits for review there, so it comes in as a draft."),
    "future": (DRAFT, "It is to appear later there, so it comes in as a draft."),
    "trash": (LEFT_OUT, "It is in the bin there."),
    "auto-draft": (LEFT_OUT, "It was begun there and never saved."),
}


class Kind(Enum):
    PAGE = auto()
    FILE = auto()
    ANSWER = auto()  # what was said below a topic of a forum
    BLOCK = auto()  # text that pages show by its number
    OTHER = auto()  # a page if there is text in it
    OWN = auto()


def type_of(item: Element) -> str:
    """The type it says; items of other programs' exports say none, and are posts."""
    return item.value("post_type").lower() or "post"


def kind_of(item: Element) -> Kind:
    """What an item is, by its type."""
    name = type_of(item)
    if name in PAGES:
        return Kind.PAGE
    if name == "attachment":
        return Kind.FILE
    if name == "reply":
        return Kind.ANSWER
    if name == "wp_block":
        return Kind.BLOCK
    if name in _OWN or name.startswith(_OWN_BEGINNINGS) or _NOT_FOR_READERS.search(name):
        return Kind.OWN
    return Kind.OTHER


def is_page(item: Element) -> bool:
    """Whether a page comes of it, if its status lets it."""
    kind = kind_of(item)
    return kind is Kind.PAGE or (kind is Kind.OTHER and bool(content_of(item)))


def content_of(item: Element) -> str:
    """Its text; older exports have it in the description, one page builder beside it."""
    content = item.value("encoded", "content") or item.plain("description")
    if item.meta(ELEMENTOR) and says_nothing(content):
        return elementor_html(item) or content
    return content


def form_of(item: Element) -> tuple[str, str]:
    """What comes of it (a value of `importing.models.Form`, or "" for nothing), and why if that is
    not what it is there. A status that some plugin made up may mean anything: a draft."""
    status = item.value("status").lower()
    unknown = (DRAFT, f"Its status there is “{status[:40]}”, so it comes in as a draft.")
    form, why = _STATUS.get(status, unknown)
    if form == PUBLISHED and item.value("post_password"):
        return CLOSED, "It is behind a password there, so it comes in as a draft."
    return form, why
