"""The pages of the record, and the record itself as tiles."""

from django.urls import path

from wasl.web import log, views

urlpatterns = [
    path("", views.home, name="home"),
    path("record/", views.record, name="record"),
    path("record.csv", views.record_csv, name="record-csv"),
    path("record/<int:index>/", views.entry, name="entry"),
    path("record/<int:index>.tlog-proof", views.proof, name="proof"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/log.vkey", log.keys, name="log-keys"),
    path("log/tile/<path:place>", log.tile, name="log-tile"),
    path("log/open/<int:index>.json", log.opened, name="log-open"),
]
