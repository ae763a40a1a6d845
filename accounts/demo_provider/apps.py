from django.apps import AppConfig


class DemoProviderConfig(AppConfig):
    name = "accounts.demo_provider"
    label = "demo_provider"
