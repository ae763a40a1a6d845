from django.urls import path

from accounts.demo_provider import views

urlpatterns = [
    path("", views.sign_in_as, name="demo_sign_in"),
    path("<str:person_id>/", views.sign_in_as, name="demo_sign_in_as"),
]
