"""Pages that a plugin of the old site showed to some people only, in whole or in part. Pure."""

from __future__ import annotations

import re

from importing.wordpress.elements import Element
from importing.wordpress.metas import CLOSING

# Short codes around what members, or people who paid, were to read.
_CODES = (
    "members?|members[_-]only|members_(?:access|logged_in)|memberonly|membership|restrict(?:ed)?"
    "|restrict_content|private|hidepost|is_logged_in|loggedin|logged_in|user_logged_in|ihc-hide\\w*"
    "|login[_-]?required|visitors?_?only|s2if|s2member\\w*|wlm_\\w+|ismember|pmpro_member"
    "|mepr-(?:active|show|hide|rule)|um_loggedin|um_show_content|wcm_restrict|groups_(?:member|can"
    "|non_member)|ppw[pe]?\\w*|passster|content_?protector|protected|ppp_patron_only|accessally_\\w+"
    "|swpm_protected|wpmem_(?:logged_in|form)|arm_restrict_content|eyesonly|role|user_role|armember"
)
_CODE = re.compile(rf"\[({_CODES})(?=[\s\]=/])", re.IGNORECASE)
_BLOCK = re.compile(
    r"<!--\s+wp:((?:pmpro|members|memberpress|jetpack/(?:premium-content|paywall|subscriber)"
    r"|restrict-content|rcp|woocommerce-memberships|um-block|ultimate-member)[\w/-]*)",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r'<!--\s+wp:(?:(?!-->)[^\n]){0,3000}?"blockVisibility"\s*:')
_OPEN = frozenset(["", *"0 no none off false everybody public all [] a:0:{}".split()])
_UM_ON = re.compile(r'"_um_custom_access_settings";(?:s:1:"1"|b:1|i:1);')


def why_closed(item: Element, content: str) -> str:
    """Why a page that is published there may not be read by everybody, "" for no reason."""
    for key in sorted(CLOSING):
        if any(_closes(key, value) for value in item.meta(key)):
            return f"A plugin shows it to some people only ({key}), so it comes in as a draft."
    named = _code(content)
    if not named and (block := _BLOCK.search(content)):
        named = f"block “{block[1].lower()}”"
    if not named and '"blockVisibility"' in content and _HIDDEN.search(content):
        named = "hidden blocks"
    return f"Parts of it are for some people only ({named}): it is a draft here." if named else ""


def _code(content: str) -> str:
    """The first that has an end: “[member states]” is none."""
    lower = content.lower() if _CODE.search(content) else ""
    names = dict.fromkeys(found[1] for found in _CODE.finditer(lower))
    return next((f"[{name}]" for name in names if f"[/{name}" in lower), "")


def _closes(key: str, value: str) -> bool:
    if key == "um_content_restriction":
        return _UM_ON.search(value) is not None
    return value.strip().lower() not in _OPEN
