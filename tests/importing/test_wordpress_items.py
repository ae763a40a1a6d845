"""Items of an export: what becomes a page, in which state, filed where, written by whom."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from importing.source import Asked
from tests.importing.wxr_reading import read_old
from tests.importing.wxr_world import (
    author,
    category,
    comment,
    date,
    page,
    tag,
    term,
    wxr,
)

UTC = datetime.UTC


def test_a_page_has_all_that_the_old_site_said_of_it(tmp_path: Path) -> None:
    export = wxr(
        author("ana", "Ana@Example.com", "Ana &amp; Co"),
        page(3, "Handbook", "<p>Top</p>", kind="page"),
        page(
            7, " R&amp;D <em>at home</em> ", "First.\n\nSecond line\nbroken.", kind="page",
            link="https://old.example.com/handbook/rd/", excerpt="In <b>short</b> &ndash; yes",
            meta=[("_wp_old_slug", "r-and-d")],
            dates=date("post_date", "2024-07-01 11:30:00", "2024-07-01 09:30:00")
            + date("post_modified", "2024-08-01 11:30:00", "0000-00-00 00:00:00"),
            more="<wp:post_parent>\n 3 </wp:post_parent><wp:menu_order>4</wp:menu_order>"
            "<wp:is_sticky>1</wp:is_sticky>",
        ),
    )  # fmt: skip
    old = read_old(tmp_path, export)
    found = old.pages["R&D at home"]
    assert (found.key, found.parent, found.order, found.form) == (
        "page:7",
        "page:3",
        4,
        "published",
    )
    assert found.summary == "In short – yes"
    assert "First.\n\nSecond line" in found.body
    assert (found.before.paragraphs, found.before.words) == (2, 4)
    assert found.written_at == datetime.datetime(2024, 7, 1, 9, 30, tzinfo=UTC)
    assert found.changed_at == datetime.datetime(2024, 8, 1, 9, 30, tzinfo=UTC)
    assert found.addresses == (
        "https://old.example.com/handbook/rd/",
        "https://old.example.com/?p=7",
        "https://old.example.com/?page_id=7",
        "https://old.example.com/handbook/r-and-d/",
    )
    assert found.base == found.addresses[0]
    assert found.more == {"type": "page", "sticky": True}
    assert old.pages["Handbook"].order == 0
    who = old.authors[found.author]
    assert (who.name, who.email) == ("Ana & Co", "ana@example.com")
    assert old.about.hosts == ("old.example.com", "www.old.example.com")


def test_states_never_open_what_was_closed(tmp_path: Path) -> None:
    states = ["publish", "private", "draft", "pending", "future", "trash", "auto-draft", "archived"]
    items = [page(n, state.title(), "<p>x</p>", status=state) for n, state in enumerate(states, 1)]
    locked = page(20, "Locked", "x", more="<wp:post_password>hunter2</wp:post_password>")
    old = read_old(tmp_path, wxr(*items, locked))
    assert {title: one.form for title, one in old.pages.items()} == {
        "Publish": "published", "Private": "closed", "Draft": "draft", "Pending": "draft",
        "Future": "draft", "Archived": "draft", "Locked": "closed",
    }  # fmt: skip
    assert len(old.said("closed")) == 6
    assert len(old.said("left_out")) == 2
    assert "hunter2" not in repr(old)


def test_only_what_is_knowledge_becomes_a_page(tmp_path: Path) -> None:
    kinds = "post page docs epkb_post_type_1 nav_menu_item revision acf-field product event".split()
    items = [page(n, kind, "text", kind=kind) for n, kind in enumerate(kinds, 1)]
    old = read_old(tmp_path, wxr(*items, page(30, "No text", kind="product")))
    assert set(old.pages) == {"post", "page", "docs", "epkb_post_type_1", "product", "event"}
    assert sum("of the type" in line for line in old.said("left_out")) == 4
    assert old.about.told["types"]["product"] == 2


def test_titles_that_are_missing_marked_up_or_alike(tmp_path: Path) -> None:
    odd = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    export = wxr(
        page(1, "", "[note]<p>Words &amp; more <!-- wp:x --> of it</p>[/note]"),
        page(2, odd.replace("&", "&amp;")),
        page(3, "List<String> <b>bold</b>", "x"),
        page(4, "", ""),
        page(5, "", '<img src="x.png">'),
        page(6, "\u200fدليل الموظف", "x", link="https://old.example.com/%d8%af%d9%84%d9%8a%d9%84/"),
    )
    old = read_old(tmp_path, export)
    assert list(old.pages) == [
        "Words & more of it", odd, "List<String> bold", "Untitled 5", "\u200fدليل الموظف",
    ]  # fmt: skip
    assert len(old.said("warning")) == 2
    assert old.said("left_out") == ["a.xml, item 4: It has neither a title nor a text."]


def test_numbers_that_two_items_share_and_items_given_twice(tmp_path: Path) -> None:
    first = wxr(
        page("007", "One", guid="https://old.example.com/?p=7"),
        page(7, "Other", guid="https://x.test/o"),
    )
    more = wxr(page(8, "Next"), page("", "No number", guid="https://old.example.com/?p=9"))
    old = read_old(tmp_path, first, more)
    keys = {title: one.key for title, one in old.pages.items()}
    assert keys["One"] == "post:7"
    assert keys["Other"].startswith("post:7#")
    assert len(set(keys.values())) == 4
    again = read_old(tmp_path, first, more)
    assert {title: one.key for title, one in again.pages.items()} == keys
    elsewhere = wxr(page(7, "Theirs"), site="https://second.example.com")
    both = read_old(tmp_path, first, elsewhere)
    assert both.pages["Theirs"].key == "second.example.com post:7"
    assert both.pages["One"].key == "post:7"


def test_categories_become_places_and_the_rest_tags(tmp_path: Path) -> None:
    export = wxr(
        category("people", "People &amp; Culture", number=4),
        category("leave", "Leave", parent="people", number=5),
        category("loop-a", parent="loop-b"), category("loop-b", parent="loop-a"),
        term("category", "leave", "Leave"), tag("how-to", "How to"),
        term("region", "europe"), term("region", "france", parent="europe"),
        term("nav_menu", "main"),
        page(
            1, "Leave", terms=["people", "leave", "undeclared", ("post_tag", "how-to"),
            ("region", "france"), ("mood", "calm"), ("post_format", "post-format-aside")],
            more="<category>People &amp; Culture</category>",
        ),
        page(2, "Main", terms=["leave", "people"], meta=[("_yoast_wpseo_primary_category", "4")]),
        page(4, "Old", more="<category>Leave</category><category>Leave</category>"),
        page(3, "ελ", terms=[("category", "%CE%B5%CE%BB"), ("category", "ΕΛ")]),
    )  # fmt: skip
    old = read_old(tmp_path, export)
    leave, places = old.pages["Leave"], old.places
    assert leave.places == (
        "category/leave", "region/france", "category/people", "category/undeclared",
    )  # fmt: skip
    assert leave.tags == ("How to", "calm")
    assert old.pages["Main"].places[0] == "category/people"
    assert old.pages["ελ"].places == ("category/ελ",)
    assert old.pages["Old"].places == ("category/leave",)
    assert places["category/people"].name == "People & Culture"
    assert places["category/leave"].parent == "category/people"
    assert places["category/leave"].addresses[0] == "https://old.example.com/category/people/leave/"
    assert "https://old.example.com/?cat=5" in places["category/leave"].addresses
    assert not places["category/loop-a"].parent
    assert places["region/france"].suggests_tag
    assert not places["category/leave"].suggests_tag
    assert old.about.told["categories"] == 4
    assert old.labels["How to"].addresses[0] == "https://old.example.com/tag/how-to/"
    assert "https://old.example.com/?tag=how-to" in old.labels["How to"].addresses


def test_authors_who_are_not_declared_and_logins_in_another_case(tmp_path: Path) -> None:
    export = wxr(
        author("ana", "ana@example.com"),
        page(1, "One", creator="ANA"), page(2, "Two", creator=">ana"),
        page(3, "Three", creator="ben@example.com"), page(4, "Four", creator=""),
        page(5, "Menu", kind="nav_menu_item", creator="robot"),
    )  # fmt: skip
    old = read_old(tmp_path, export)
    assert [one.author for one in old.pages.values()] == ["ana", ">ana", "ben@example.com", ""]
    assert set(old.authors) == {"ana", ">ana", "ben@example.com"}
    assert old.authors["ben@example.com"].email == "ben@example.com"
    assert len(old.said("person")) == 2
    assert old.about.told["authors_named"] == 4


def test_dates_that_are_none_and_those_of_the_site_alone(tmp_path: Path) -> None:
    local = date("post_date", "2024-03-01 11:30:00", "2024-03-01 09:30:00")
    none = date("post_date", "0000-00-00 00:00:00")
    export = wxr(
        page(1, "Sets the clock", dates=local),
        page(2, "Local", dates=date("post_date", "2024-03-05 12:00:00", "0000-00-00 00:00:00")),
        page(3, "Feed", dates=none),
        page(4, "Never", dates=none).replace("Fri, 01 Mar 2024 08", "Mon, 30 Nov -0001 00"),
        page(5, "Nonsense", dates=date("post_date", "soon")).replace("Mar 2024", "Mar 99999"),
    )
    old = read_old(tmp_path, export)
    when = {
        title: one.written_at and one.written_at.isoformat() for title, one in old.pages.items()
    }
    assert when["Local"] == "2024-03-05T10:00:00+00:00"
    assert when["Feed"] == "2024-03-01T08:30:00+00:00"
    assert when["Never"] is when["Nonsense"] is None


def test_comments_are_threads_and_say_nothing_of_where_they_came_from(tmp_path: Path) -> None:
    said = [
        comment(1, "First\n\n<b>bold</b> [gallery]", user=1, author="Ana"),
        comment(2, "Hidden", parent=1, approved="0"), comment(3, "Answer", parent=2),
        comment(4, "Ping", kind="pingback"), comment(5, "Buy", approved="spam"),
        comment(6, "Self", parent=6), comment(3, "Same number", parent=99), comment(8, ""),
    ]  # fmt: skip
    old = read_old(
        tmp_path, wxr(author("ana", "reader@private.test"), page(1, "Talk", comments=said))
    )
    remarks = old.pages["Talk"].remarks
    assert [one.text for one in remarks] == [
        "First\n\n**bold** [gallery]",
        "Answer",
        "Self",
        "Same number",
    ]
    assert [one.answer_to for one in remarks] == ["", "1", "", ""]
    assert len({one.key for one in remarks}) == 4
    assert remarks[0].author == "ana"
    assert "203.0.113" not in repr(old)
    assert "private.example" not in repr(old)
    assert (
        "4 comments were left out: 1 empty, 2 not approved, 1 pingback." in old.said("left_out")[0]
    )


@pytest.mark.long
def test_a_text_of_323_kb_comes_along_whole(tmp_path: Path) -> None:
    text = ("<p>" + "word " * 200 + "</p>\n") * 325
    old = read_old(tmp_path, wxr(page(1, "Long", text)), asked=Asked(max_bytes=400 * 1024))
    assert old.pages["Long"].before.words == 65_000


def test_texts_over_the_limit_are_left_out_and_told(tmp_path: Path) -> None:
    export = wxr(page(1, "Long", "word " * 1000), page(2, "Short", "word"))
    old = read_old(tmp_path, export, asked=Asked(max_bytes=3 * 1024))
    assert list(old.pages) == ["Short"]
    assert "a page may have 3 KB" in old.said("left_out")[0]


def test_two_pages_under_one_number_both_come_in(tmp_path: Path) -> None:
    later = page(7, "Leave 2024", "<p>Words</p>", link="https://old.example.com/leave/")
    old = read_old(
        tmp_path,
        wxr(page(7, "Leave", "<p>Words</p>"), page(7, "Travel", "<p>Words</p>"), later),
    )
    keys = {title: found.key for title, found in old.pages.items()}
    assert keys["Leave"] == "post:7"
    assert keys["Travel"].startswith("post:7#")
    assert keys["Leave 2024"] == "post:7", "a page that kept its address is the same page"


def test_archives_of_plugins_and_types_that_are_no_pages(tmp_path: Path) -> None:
    link = "https://old.example.com/knowledge/laptops/"
    kb = "epkb_post_type_1_category"
    export = wxr(
        page(1, "Laptop", "x", kind="epkb_post_type_1", terms=[(kb, "it")], link=link),
        page(2, "Shoe", "x", kind="product", terms=[("product_cat", "shoes")]),
        page(3, "To HR", "secret", kind="flamingo_inbound"),
        page(4, "Mail", "x", kind="bp-email"),
        page(5, "Entry", "x", kind="glossary_entry"),
    )
    old = read_old(tmp_path, export)
    assert set(old.pages) == {"Laptop", "Shoe", "Entry"}
    assert old.places[f"{kb}/it"].addresses[-2:] == (
        "https://old.example.com/knowledge/category/it/",
        "https://old.example.com/knowledge/it/",
    )
    shoes = old.places["product_cat/shoes"].addresses
    assert shoes[0] == "https://old.example.com/product-category/shoes/"
    assert any("/author/" in line for line in old.said("address"))


def test_what_plugins_close_stays_closed(tmp_path: Path) -> None:
    hidden = '<!-- wp:group {"metadata":{"blockVisibility":false}} --><p>x</p><!-- /wp:group -->'
    export = wxr(
        page(1, "By role", "x", meta=[("_members_access_role", "editor")]),
        page(2, "By code", "x [members_only]secret[/members_only]"),
        page(3, "By block", hidden),
        page(4, "Open", "see [member states], [1]", meta=[("_wpmem_block", "0")]),
        page(10, "Private forum", "x", kind="forum", status="hidden"),
        page(11, "In it", "x", kind="topic", more="<wp:post_parent>10</wp:post_parent>"),
        page(20, "Shows", '<!-- wp:block {"ref":21} /--><!-- wp:block {"ref":22} /-->y'),
        page(21, "Shared", "<p>shared</p>", kind="wp_block"),
        page(22, "Draft", "<p>unfinished</p>", kind="wp_block", status="draft"),
    )
    old = read_old(tmp_path, export)
    forms = {title: one.form for title, one in old.pages.items()}
    assert forms == {
        "By role": "closed", "By code": "closed", "By block": "closed", "Open": "published",
        "Private forum": "draft", "In it": "closed", "Shows": "published",
    }  # fmt: skip
    assert old.pages["Shows"].body == "shared\n\ny\n"
    assert len(old.said("closed")) == 5


def test_answers_in_a_forum_and_texts_that_a_builder_keeps(tmp_path: Path) -> None:
    above = "<wp:post_parent>1</wp:post_parent>"
    box = '[{"elType":"section","elements":[{"elType":"widget","settings":{"title":"Head","editor":"<p>Two words</p>","tabs":[{"tab_title":"Tab","tab_content":"In it"}],"align":"left"}}]}]'  # noqa: E501
    export = wxr(
        page(3, "", "Second <b>answer</b>", kind="reply", more=above, creator="ben",
             dates=date("post_date", "2024-03-02 10:00:00"), meta=[("_bbp_reply_to", "2")]),
        page(1, "Question", "Why?", kind="topic"),
        page(2, "", "First", kind="reply", more=above,
             dates=date("post_date", "2024-03-01 10:00:00")),
        page(4, "", "Spam", kind="reply", more=above, status="spam"),
        page(5, "", "Lost", kind="reply", more="<wp:post_parent>99</wp:post_parent>"),
        page(6, "Built", "", meta=[("_elementor_data", box)]),
        page(7, "Other", "", meta=[("_bricks_page_content_2", "a:1:{x}")]),
    )  # fmt: skip
    old = read_old(tmp_path, export)
    assert set(old.pages) == {"Question", "Built", "Other"}
    said = old.pages["Question"].remarks
    assert [(one.key, one.text, one.author, one.answer_to) for one in said] == [
        ("reply-2", "First", "ana", ""), ("reply-3", "Second **answer**", "ben", "reply-2"),
    ]  # fmt: skip
    assert old.pages["Built"].body == "## Head\n\nTwo words\n\n## Tab\n\nIn it\n"
    assert any("Bricks" in line for line in old.said("dropped"))
    assert any("1 answers" in line for line in old.said("left_out"))
