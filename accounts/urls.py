"""The sign-in pages, and the inbox.

Signing in has a list of our own, as most of allauth's pages (passwords, addresses, connections)
have no place here. The names are allauth's, because it looks them up itself.
"""

from django.conf import settings
from django.urls import include, path

from accounts.views import (
    backchannel,
    deputies,
    finding,
    inbox,
    reaching,
    saml,
    sessions,
    signing_in,
    signing_out,
)

# Under /accounts/.
urlpatterns = [
    path("login/", signing_in.sign_in, name="account_login"),
    path("logout/", signing_out.sign_out, name="account_logout"),
    # The address to register for coming back from signing out at the identity provider.
    path("signed-out/", signing_out.signed_out, name="signed_out"),
    path("signed-out/there/", signing_out.sign_out_there, name="sign_out_there"),
    path("oidc/<slug:provider_id>/login/", signing_in.start_sso, name="openid_connect_login"),
    # The redirect address to register at the identity provider: /accounts/oidc/sso/login/callback/
    path(
        "oidc/<slug:provider_id>/login/callback/",
        signing_in.finish_sso,
        name="openid_connect_callback",
    ),
    # Where the identity provider tells that somebody signed out there.
    path(
        "oidc/<slug:provider_id>/backchannel-logout/",
        backchannel.backchannel_logout,
        name="oidc_backchannel_logout",
    ),
    path(
        "saml/<slug:key>/",
        include(
            [
                path("login/", saml.start, name="saml_login"),
                path("acs/", saml.answered, name="saml_acs"),
                path("finish/", saml.finish, name="saml_finish"),
                path("metadata/", saml.metadata, name="saml_metadata"),
                path("sls/", saml.signed_out, name="saml_sls"),
            ]
        ),
    ),
]
if settings.DEMO:
    urlpatterns.append(path("demo/", include("accounts.demo_provider.urls")))

# Under /inbox/.
inbox_urls = [
    path("", inbox.inbox, name="inbox"),
    path("read/", inbox.read_all, name="inbox_read_all"),
    path("settings/", reaching.notification_settings, name="notification_settings"),
    path("unsubscribe/<str:token>/", reaching.unsubscribe, name="unsubscribe"),
    path("<int:pk>/", inbox.notification, name="notification"),
    path("<int:pk>/read/", inbox.read, name="notification_read"),
]

# Under /people/, beside the pages of people.
people_urls = [path("find/", finding.people_find, name="people_find")]

# Under /me/deputies/.
deputy_urls = [
    path("", deputies.deputies, name="deputies"),
    path("<int:pk>/", deputies.deputy_change, name="deputy_change"),
    path("<int:pk>/end/", deputies.deputy_end, name="deputy_end"),
]

# Under /me/sessions/.
session_urls = [
    path("", sessions.sessions, name="sessions"),
    path("<int:pk>/end/", sessions.session_end, name="session_end"),
    path("end-others/", sessions.sessions_end_others, name="sessions_end_others"),
]
