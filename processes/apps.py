from django.apps import AppConfig


class ProcessesConfig(AppConfig):
    name = "processes"
    verbose_name = "Articles"

    def ready(self) -> None:
        from accounts.models import Department
        from accounts.signals import address_changed, readership_changed
        from processes import publishing

        def redraw(department: Department, **_: object) -> None:
            publishing.redraw_around(department)

        # Departments know nothing of articles, so they say what happened and we follow.
        for signal in (readership_changed, address_changed):
            signal.connect(redraw, weak=False, dispatch_uid="redraw pages")
