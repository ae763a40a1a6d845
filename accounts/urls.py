"""The sign-in pages: a list of our own, as most of allauth's (passwords, addresses, connections)
have no place here. The names are allauth's, because it looks them up itself."""

from django.conf import settings
from django.urls import include, path

from accounts import views

urlpatterns = [
    path("login/", views.sign_in, name="account_login"),
    path("logout/", views.sign_out, name="account_logout"),
    path("oidc/<slug:provider_id>/login/", views.start_sso, name="openid_connect_login"),
    # The redirect address to register at the identity provider: /accounts/oidc/sso/login/callback/
    path(
        "oidc/<slug:provider_id>/login/callback/", views.finish_sso, name="openid_connect_callback"
    ),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("accounts.demo_provider.urls")))
