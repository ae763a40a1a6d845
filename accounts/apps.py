from django.apps import AppConfig
from django.contrib.admin import apps as admin


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "People"
    default = True

    def ready(self) -> None:
        from allauth.socialaccount.providers import registry
        from allauth.socialaccount.signals import pre_social_login
        from django.contrib.auth.signals import user_logged_in

        from accounts import break_glass, checks  # noqa: F401 (checks register themselves)
        from accounts.sessions import beginning

        pre_social_login.connect(beginning.remember_login)
        user_logged_in.connect(beginning.begun)
        user_logged_in.connect(break_glass.tell_admins)

        # allauth looks providers up in its registry, which its own URL list would have filled.
        registry.load()


class ImprimaturAdminConfig(admin.AdminConfig):
    """Django admin with our own site: how one gets in, and what is shown."""

    default = False
    default_site = "accounts.admin_site.ImprimaturAdminSite"
