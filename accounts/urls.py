"""The sign-in pages, and the inbox.

Signing in has a list of our own, as most of allauth's pages (passwords, addresses, connections)
have no place here. The names are allauth's, because it looks them up itself.
"""

from django.conf import settings
from django.urls import include, path

from accounts.views import deputies, finding, inbox, reaching, signing_in

# Under /accounts/.
urlpatterns = [
    path("login/", signing_in.sign_in, name="account_login"),
    path("logout/", signing_in.sign_out, name="account_logout"),
    path("oidc/<slug:provider_id>/login/", signing_in.start_sso, name="openid_connect_login"),
    # The redirect address to register at the identity provider: /accounts/oidc/sso/login/callback/
    path(
        "oidc/<slug:provider_id>/login/callback/",
        signing_in.finish_sso,
        name="openid_connect_callback",
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
