"""A wiki in which much is hidden from `reader`; every word of that holds the same marker.

Hidden are a department for its members only with its pages, words, tools and pictures; what is
proposed and not approved; and a page that went behind the door after `reader` had read it, kept
it at hand, followed it and was told of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from accounts.models import Admission, Department, Event, Group, Membership, Role, User
from accounts.notifications import deliver
from processes import (
    attachments,
    conversation,
    following,
    old_addresses,
    publishing,
    tagging,
    workflow,
)
from processes.models import (
    Article,
    OldComment,
    Pin,
    Proposal,
    Provenance,
    Star,
    Visit,
    WorkingCopy,
)
from processes.workflow import Change, Content
from tests.cast import Cast
from tests.processes import entry_world
from tests.processes.samples import picture

MARKER = "quagga"
OUTSIDE = "zorilla"


@dataclass
class HiddenWorld:
    cast: Cast
    board: Department
    secret: Article
    former: Article
    open_page: Article
    child: Article
    proposal: Proposal
    guest: User | None = None


def build(cast: Cast) -> HiddenWorld:
    board = _board(cast)
    secret = _secret(cast, board)
    former = cast.article("Quaggaformer laptop", "Laptops were quaggaformer once.")
    child = cast.article("Charge a laptop", "Plug it in.")
    Article.objects.filter(pk=child.pk).update(parent=former)
    _read(cast, former)
    open_page = _open_page(cast, board, secret)
    proposal = _proposed(cast, open_page)
    for page in (secret, former):
        _came_from_elsewhere(page)
    _entries(cast, board, open_page)
    Pin.objects.create(department=cast.equipment, article=secret)
    Pin.objects.create(department=cast.equipment, article=former, position=1)
    workflow.move(former, cast.fresh(cast.admin), board)
    return HiddenWorld(cast, board, secret, former, open_page, child, proposal)


def build_for_guest(cast: Cast) -> HiddenWorld:
    """As `build`, with a guest let into Equipment by a group, to whom all else is hidden too, be it
    open to the company: departments, pages, words, tools and people that hold `OUTSIDE`."""
    guest = User.objects.create_user("guest@partner.example", "Guest", role=Role.GUEST)
    people = Group.objects.create(name="Contractors")
    Membership.objects.create(group=people, person=guest)
    Admission.objects.create(department=cast.equipment, group=people)
    names = {"name": "Zorillafinance", "slug": "zorillafinance", "description": "Zorilladoes."}
    Department.objects.filter(pk=cast.finance.pk).update(**names)
    Department.objects.filter(pk=cast.operations.pk).update(name="Zorillaops", slug="zorillaops")
    User.objects.filter(pk=cast.treasurer.pk).update(
        name="Zorillatreasurer", email="zorilla@example.com", job_title="Zorillajob"
    )
    for department in (cast.finance, cast.operations):
        department.refresh_from_db()
    _outside(cast)
    world = build(cast)
    # Where the guest once was told of it, kept it and followed it.
    page = Article.objects.get(title="Zorillatitle laptop")
    Visit.objects.create(person=guest, article=page, version=1)
    Star.objects.create(person=guest, article=page)
    following.follow(guest, page)
    following.follow(guest, cast.operations)
    Pin.objects.create(department=cast.equipment, article=page, position=5)
    body = (
        f"A laptop. See [[{cast.finance.slug}/{page.title}|the rules]] and"
        f" [the bands]({page.get_absolute_url()}). Zebu. [[Twice laptop]]."
    )
    cast.article("Pay for a laptop", body)
    return replace(world, guest=guest)


def _outside(cast: Cast) -> None:
    finance, head = cast.finance, cast.head
    cast.article(
        "Zorillatitle laptop", "Zorillawords laptop.", department=finance, author=head, owner=head
    )
    for department in (finance, cast.operations):
        cast.article(
            "Twice laptop", "Zorillatwice.", department=department, author=head, owner=head
        )
    pending = cast.article("Zorillapay laptop", department=cast.operations, owner=head)
    cast.pending(pending, "Zorillachange laptop.", author=cast.reader, title="Zorillapending")
    entry_world.term(finance, "Zebu", definition="Zorilladefinition of zebu.")
    entry_world.term(finance, "Zorillaterm", definition="Zorilla is far.")
    entry_world.tool(finance, "Zorillatool", purpose="Zorillapurpose laptop")
    publishing.redraw_around(finance)


def _board(cast: Cast) -> Department:
    """Renamed before anything is written there."""
    names = {"name": "Quaggaboard", "slug": "quaggaboard", "description": "Quaggaboards decide."}
    Department.objects.filter(pk=cast.board.pk).update(**names)
    cast.board.refresh_from_db()
    return cast.board


def _secret(cast: Cast, board: Department) -> Article:
    content = attachments.store(picture(), "quaggafile.png", cast.fresh(cast.insider))
    address = attachments.address_of(content)
    body = f"## Quaggaheading laptop\n\nQuaggawords of a laptop.\n\n![Quaggaalt laptop]({address})"
    facts: dict[str, Any] = {"department": board, "author": cast.insider, "owner": cast.insider}
    first = cast.article("Quaggaold laptop", body, summary="Quaggasummary laptop", **facts)
    changed = cast.draft(first, body + "\n\nMore.", author=cast.insider, title="Quaggatitle laptop")
    workflow.publish_directly(changed, cast.fresh(cast.insider))
    return Article.objects.get(pk=first.pk)


def _came_from_elsewhere(page: Article) -> None:
    """What an import leaves with a page."""
    said = {"author_name": "Quaggacritic", "text": "Quaggaremark", "html": "<p>Quaggaremark</p>"}
    OldComment.objects.create(article=page, **said)
    origin = {"source": "quaggawiki", "format": "markdown", "author_name": "Quaggaeditor"}
    Provenance.objects.create(article=page, key=page.slug, digest="0" * 64, **origin)
    tagging.put(page, ["Quaggatag"])
    old_addresses.record([f"/2019/laptop/{page.pk}/", f"/?p={page.pk}"], article=page)


def _read(cast: Cast, former: Article) -> None:
    """As long as everybody may."""
    reader = cast.fresh(cast.reader)
    Visit.objects.create(person=reader, article=former, version=1)
    Star.objects.create(person=reader, article=former)
    following.follow(reader, former)
    deliver(
        [reader],
        Event.PUBLISHED,
        title=former.title,
        text="Version 1 is live: quaggatext",
        url=former.get_absolute_url(),
        subject_key=f"article:{former.pk}",
        excerpt="+ quaggaexcerpt",
    )


def _open_page(cast: Cast, board: Department, secret: Article) -> Article:
    """It links to the hidden page under a label of its own, and says the hidden word Wibble."""
    body = f"A laptop. See [[{board.slug}/{secret.title}|the bands]]. Wibble."
    page = cast.article("Order a laptop", body, author=cast.insider)
    returned = cast.pending(page, "Quaggareturned laptop", author=cast.head)
    workflow.return_to_author(returned, cast.fresh(cast.owner), "Quaggareason")
    declined = cast.pending(page, "Quaggadeclined laptop", author=cast.deputy)
    workflow.decline(declined, cast.fresh(cast.owner), "Quaggareason")
    return page


def _proposed(cast: Cast, page: Article) -> Proposal:
    """A change and a page, both waiting; and what somebody is still typing."""
    author = cast.fresh(cast.author)
    content = Content("Quaggapending laptop", "Quaggasummary", page.body + "\n\nQuaggachange.")
    change = Change(content, note="Quagganote", base_version=page.version)
    proposal = cast.submit(workflow.save(page, author, change))
    conversation.comment(proposal, author, "Quaggacomment", round=1)
    cast.submit(cast.new_page("Quagganew laptop", "Quagganew."))
    WorkingCopy.objects.create(
        author=cast.author, article=page, values={"title": "Quaggatyped", "body": "Quaggatyped"}
    )
    return proposal


def _entries(cast: Cast, board: Department, page: Article) -> None:
    entry_world.term(board, "Wibble", definition="Quaggadefinition of wibble.")
    entry_world.term(board, "Quaggaterm", definition="A quaggaterm is hidden.")
    tool = entry_world.tool(board, "Quaggatool", purpose="Quaggapurpose laptop")
    entry_world.uses(page, tool)
    publishing.redraw_around(board)
