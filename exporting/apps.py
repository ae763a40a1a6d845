"""Take the wiki out: as Markdown with all that belongs to it, or as pages to read offline."""

from django.apps import AppConfig


class ExportingConfig(AppConfig):
    name = "exporting"

    def ready(self) -> None:
        from accounts import hourly
        from exporting import keeping, personal_data

        personal_data.register_all()

        hourly.register("old exports forgotten", keeping.forget_old)
