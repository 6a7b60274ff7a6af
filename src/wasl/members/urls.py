"""The pages of the members."""

from django.urls import path

from wasl.members import views

urlpatterns = [
    path("", views.members, name="members"),
    path("<str:code>/", views.member, name="member"),
]
