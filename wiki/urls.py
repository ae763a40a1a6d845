"""The site's addresses, from the apps that own them."""

from django.contrib import admin
from django.urls import include, path

from accounts.urls import deputy_urls, inbox_urls, people_urls, session_urls
from accounts.views.personal_data import personal_data

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("scim/v2/", include("accounts.scim.urls")),
    path("inbox/", include(inbox_urls)),
    path("people/", include(people_urls)),
    path("me/deputies/", include(deputy_urls)),
    path("me/sessions/", include(session_urls)),
    path("me/data/", personal_data, name="personal_data"),
    path("exports/", include("exporting.urls")),
    path("", include("processes.urls")),
]
