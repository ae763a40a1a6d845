"""What Confluence draws with HTML of its own, as HTML that means the same elsewhere. Pure."""

from __future__ import annotations

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag

from importing.web_pages import attribute, classes

# Yellow notes there are what is important here.
_CALLOUTS = {"information": "note", "info": "note", "tip": "tip", "success": "tip",
             "note": "important", "warning": "warning", "error": "warning"}  # fmt: skip
_OLD_CALLOUT = re.compile(r"^(info|tip|note|warning)Macro$")
_CHROME = (
    ".toc-macro, .confluence-information-macro-icon, span.aui-icon, span.icon, .expand-icon,"
    " .collapse-source, .collapse-spinner-wrapper, .plugin_pagetree, .hidden-xs-only,"
    " .expand-control-icon, .jira-issue img.icon, .page-metadata, .comment-actions,"
    " .plugin_attachments_container, .plugin_attachments_upload_container"
)
# Signs of the export itself.
_OWN_SIGN = re.compile(r"(?:\.\./)*images/")
_APP = re.compile(r"__([A-Za-z][A-Za-z-]*)")
_SIGNS = {
    "smile": "🙂", "sad": "🙁", "cheeky": "😛", "laugh": "😃", "wink": "😉", "thumbs-up": "👍",
    "thumbs-down": "👎", "information": "ℹ️", "tick": "✅", "cross": "❌", "warning": "⚠️",
    "plus": "➕", "minus": "➖", "question": "❓", "light-on": "💡", "light-off": "💡",
    "yellow-star": "⭐", "red-star": "⭐", "green-star": "⭐", "blue-star": "⭐", "heart": "❤️",
    "broken-heart": "💔",
}  # fmt: skip


def tidy(body: Tag, page: BeautifulSoup) -> Counter[str]:
    """Changes `body` in place; `page` makes new elements. Returns what is lost, for the report."""
    lost = _empty_macros(body)
    for image in body.select("img.emoticon, img[data-emoji-id], img[data-emoji-short-name]"):
        image.replace_with(_sign(image))
    for chrome in body.select(_CHROME):
        chrome.decompose()
    for image in body.select("img"):
        if _OWN_SIGN.match(attribute(image, "src")):
            image.decompose()
    _callouts(body, page)
    _panels(body, page)
    _tasks(body, page)
    _expands(body, page)
    for mention in body.select("a.confluence-userlink, a.user-mention"):
        mention.unwrap()
    for lozenge in body.select(".status-macro, .aui-lozenge"):
        lozenge.name = "strong"
        if "jira-macro-single-issue-export-pdf" in classes(lozenge):
            lozenge.insert_before(" ")
    for wanted in body.select("a.unresolved, a.createlink, .label-list a"):  # no pages
        wanted.unwrap()
    for wrapper in body.select("a.confluence-embedded-file"):
        _name_file(wrapper)
    for issue in body.select(".jira-issue"):
        _name_issue(issue)
    return lost


def _empty_macros(body: Tag) -> Counter[str]:
    """What only a script of Confluence would have filled, such as drawings."""
    lost: Counter[str] = Counter()
    for box in body.select("div.ap-container, div[data-macro-name]"):
        if box.parent is None or box.find(["img", "iframe", "input", "video", "audio"]):
            continue
        for script in box.find_all(["script", "style"]):
            script.decompose()
        if not box.get_text(strip=True):
            from_id = _APP.search(attribute(box, "id"))
            name = attribute(box, "data-macro-name") or (from_id[1] if from_id else "of an app")
            lost[f"macro “{name}”, of which the export holds no text"] += 1
            box.decompose()
    return lost


def _sign(image: Tag) -> str:
    """The sign of a small picture; else what it was called."""
    fallback = attribute(image, "data-emoji-fallback")
    if fallback and not fallback.startswith(":"):
        return fallback
    names = [one.removeprefix("emoticon-") for one in classes(image)]
    told = next((_SIGNS[name] for name in names if name in _SIGNS), "")
    return told or fallback or attribute(image, "alt")


def _callouts(body: Tag, page: BeautifulSoup) -> None:
    for macro in body.select("div.confluence-information-macro"):
        kinds = [one.rpartition("-")[2] for one in classes(macro)]
        _call(macro, next((_CALLOUTS[kind] for kind in kinds if kind in _CALLOUTS), "note"))
        for title in macro.find_all("p", class_="title", recursive=False):
            title["class"] = "callout-title"
    for table in body.find_all("table", class_=_OLD_CALLOUT):
        name = next(one for one in classes(table) if _OLD_CALLOUT.match(one))
        cells = table.find_all("td")
        if cells:
            box = page.new_tag("div")
            _call(box, _CALLOUTS[name.removesuffix("Macro")])
            box.extend(list(cells[-1].contents))
            table.replace_with(box)


def _call(box: Tag, kind: str) -> None:
    box["class"] = f"callout callout-{kind}"


def _panels(body: Tag, page: BeautifulSoup) -> None:
    """A box with a heading: a quote, as is one without; code keeps its title as a line above."""
    for panel in body.select("div.panel"):
        for header in panel.find_all("div", class_=["panelHeader", "codeHeader"], recursive=False):
            if header.get_text(strip=True):
                header.name = "p"
                bold = page.new_tag("strong")
                bold.extend(list(header.contents))
                header.append(bold)
            else:
                header.decompose()
        if not classes(panel) & {"code", "preformatted"}:
            panel.name = "blockquote"


def _tasks(body: Tag, page: BeautifulSoup) -> None:
    for item in body.select("ul.inline-task-list > li, li[data-inline-task-id]"):
        box = page.new_tag("input", attrs={"type": "checkbox"})
        if "checked" in classes(item):
            box["checked"] = "checked"
        item.insert(0, box)


def _expands(body: Tag, page: BeautifulSoup) -> None:
    for container in body.select("div.expand-container"):
        content = container.find("div", class_="expand-content")
        if not isinstance(content, Tag):
            continue
        control = container.find(class_="expand-control")
        title = " ".join(control.get_text(" ").split()) if isinstance(control, Tag) else ""
        details, summary = page.new_tag("details"), page.new_tag("summary")
        summary.string = title or "More"
        details.append(summary)
        details.extend(list(content.contents))
        container.replace_with(details)


def _name_issue(issue: Tag) -> None:
    """Without a line that Confluence had not filled yet."""
    link = issue.find("a")
    if isinstance(link, Tag) and "Getting issue details" in issue.get_text():
        for other in list(issue.contents):
            if other is not link:
                other.extract()


def _name_file(link: Tag) -> None:
    """A file that is shown as a sign of its kind is called by its name."""
    name = attribute(link, "data-linked-resource-default-alias")
    if not link.get_text(strip=True):
        link.string = name or attribute(link, "href").rpartition("/")[2]
