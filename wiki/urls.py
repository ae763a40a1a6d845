"""The site's addresses, from the apps that own them."""

from django.contrib import admin
from django.urls import include, path

from accounts.urls import deputy_urls, inbox_urls, people_urls

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("inbox/", include(inbox_urls)),
    path("people/", include(people_urls)),
    path("me/deputies/", include(deputy_urls)),
    path("", include("processes.urls")),
]
