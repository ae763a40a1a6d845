from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class ProcessesConfig(AppConfig):
    name = "processes"
    verbose_name = "Articles"

    def ready(self) -> None:
        from accounts.models import Department, User
        from accounts.signals import (
            address_changed,
            person_anonymised,
            person_left,
            person_returned,
            portrait_wanted,
            readership_changed,
        )
        from processes import append_only, personal_data, portraits, publishing, still_readable
        from processes.workflow import handing_over

        still_readable.guard_lines()

        # Tables are rewritten while migrations run, and the log's among them.
        pre_migrate.connect(append_only.lift, sender=self)
        post_migrate.connect(append_only.enforce, sender=self)

        def redraw(department: Department, **_: object) -> None:
            publishing.redraw_around(department)

        # Departments know nothing of articles, so they say what happened and we follow.
        for signal in (readership_changed, address_changed):
            signal.connect(redraw, weak=False, dispatch_uid="redraw pages")

        def hand_over(person: User, by: User | None = None, **_: object) -> None:
            handing_over.open_for(person, by)

        def take_up(person: User, by: User | None = None, **_: object) -> None:
            handing_over.person_is_back(person, by)

        person_left.connect(hand_over, weak=False, dispatch_uid="hand over")
        person_returned.connect(take_up, weak=False, dispatch_uid="take up again")

        personal_data.register_all()

        def forget(person: User, **_: object) -> None:
            personal_data.forget(person)

        person_anonymised.connect(forget, weak=False, dispatch_uid="forget a name")

        def fetch_picture(person: User, **_: object) -> None:
            portraits.ask(person)

        portrait_wanted.connect(fetch_picture, weak=False, dispatch_uid="fetch picture")
