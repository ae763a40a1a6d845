from django.apps import AppConfig


class ExportingConfig(AppConfig):
    name = "exporting"
