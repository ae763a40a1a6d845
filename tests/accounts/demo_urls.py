"""The site's addresses as they are in the demo."""

from django.urls import include, path

from wiki.urls import urlpatterns as site

urlpatterns = [path("accounts/demo/", include("accounts.demo_provider.urls")), *site]
