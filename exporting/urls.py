"""Under /exports/."""

from django.urls import path

from exporting import views

urlpatterns = [
    path("", views.exports, name="exports"),
    path("new/", views.export_new, name="export_new"),
    path("<uuid:key>/", views.export_file, name="export_file"),
    path("<uuid:key>/again/", views.export_again, name="export_again"),
    path("<uuid:key>/drop/", views.export_drop, name="export_drop"),
]
