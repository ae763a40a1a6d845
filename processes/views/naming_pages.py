"""A page that somebody names by its title, or by its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings

from accounts.models import Department, User
from processes import publishing
from processes.models import Article


class NotFound(Exception):
    """`str()` is a sentence that says what to write instead."""


def page_called(typed: str, place: Department, user: User) -> Article:
    """The page in use that this person may read and calls so; one of `place` comes before others.

    Raises NotFound.
    """
    words = " ".join(typed.replace("\0", "").removeprefix("[[").removesuffix("]]").split())
    if not words:
        raise NotFound("Write the title of a page, or paste its address.")
    pages = Article.objects.visible_to(user).published().for_lists()
    if words.startswith(("/", f"{settings.SITE_URL}/")):
        path = urlsplit(words.removeprefix(settings.SITE_URL)).path
        department, _, slug = path.strip("/").partition("/")
        found = list(pages.filter(department__slug=department, slug=slug))
    else:
        called = list(pages.filter(title_key=publishing.title_key(words))[:20])
        found = [page for page in called if page.department_id == place.pk] or called
    if not found:
        raise NotFound(f"No page in use is called “{words}”. Check the spelling.")
    if len(found) > 1:
        raise NotFound("Several pages are called so. Paste the address of the one you mean.")
    return found[0]
