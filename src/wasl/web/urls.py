"""The pages of the record, and the record itself as tiles."""

from django.urls import path

from wasl.web import design, first_page, log, pages, preferences_form, search, views
from wasl.web.live import views as live

urlpatterns = [
    path("", first_page.home, name="home"),
    path("search/", search.search, name="search"),
    path("record/", views.record, name="record"),
    path("record.csv", views.record_csv, name="record-csv"),
    path("record/<int:index>/", views.entry, name="entry"),
    path("record/<int:index>.tlog-proof", views.proof, name="proof"),
    path("live/token/", live.token, name="live-token"),
    path("preferences/", preferences_form.page, name="preferences"),
    path("about/", pages.about, name="about"),
    path("licences/", pages.licences, name="licences"),
    path("help/", pages.help_index, name="help"),
    path("help/<slug:slug>/", pages.help_topic, name="help-topic"),
    path("design/", design.components, name="design"),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/log.vkey", log.keys, name="log-keys"),
    path("log/tile/<path:place>", log.tile, name="log-tile"),
    path("log/open/<int:index>.json", log.opened, name="log-open"),
]
