"""What imports keep of people, see accounts.personal_data."""

from __future__ import annotations

from accounts.models import User
from accounts.personal_data import register
from importing.models import ImportChoice, ImportComment


def register_all() -> None:
    """Called once, when the apps are ready."""
    run = "name stage made_at"
    register("importing.Import", "made_by", "Imports you began", run)
    register("importing.Import", "owner", "Imports whose pages go to you", run)
    who = "run__name name email uses"
    register("importing.ImportChoice", "person", "Who you were on an old wiki", who)


def forget(person: User) -> None:
    """Takes what an old wiki calls them out of imports that are not finished yet."""
    for choice in ImportChoice.objects.filter(is_author=True, person=person):
        said = ImportComment.objects.filter(page__run=choice.run_id, author_key=choice.key)
        said.update(author_name="")
    ImportChoice.objects.filter(is_author=True, person=person).update(name=str(person), email="")
