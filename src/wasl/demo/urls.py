"""The demo's own addresses; only a demo answers at them."""

from django.urls import path

from wasl.demo import views

urlpatterns = [
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/enter/", views.enter, name="demo-enter"),
    path("welcome/leave/", views.leave, name="demo-leave"),
    path("tour/<int:number>/", views.tour_step, name="demo-tour"),
    path("tour/end/", views.tour_end, name="demo-tour-end"),
    path("clock/", views.move_clock, name="demo-clock"),
]
