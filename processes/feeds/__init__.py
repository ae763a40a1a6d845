"""Feeds: the approved versions that somebody may read, for programs that look in now and then.

They hold what a list would show (title, summary, what changed and why) and no page's text: what
is in a feed lies with another company from then on, where closing a department or correcting a
page does not reach it.
"""

from processes.feeds.atom import plain, written
from processes.feeds.entries import Feed, of_article, of_department, of_site
from processes.feeds.pacing import must_wait

__all__ = ["Feed", "must_wait", "of_article", "of_department", "of_site", "plain", "written"]
