from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"
    default = True

    def ready(self) -> None:
        from allauth.socialaccount.providers import registry

        from accounts import checks  # noqa: F401 (registers itself)

        # allauth looks providers up in its registry, which its own URL list would have filled.
        registry.load()


class ImprimaturAdminConfig(admin.AdminConfig):
    """Django admin with our own site: how one gets in, and what is shown."""

    default = False
    default_site = "accounts.admin_site.ImprimaturAdminSite"
