"""The pages of checks."""

from django.urls import URLPattern, path

from wasl.checks.views import checking, clearances, comparing, entry, keeping, lists, log, many, phone

urlpatterns: list[URLPattern] = [
    path("check/", checking.check, name="check"),
    path("check/<int:number>/", checking.answer, name="check-answer"),
    path("check/<int:number>/compare/<path:subject>/", comparing.compare, name="check-compare"),
    path("check/many/", many.screen, name="screen"),
    path("check/many/<int:number>/", many.table, name="screen-table"),
    path("check/many/<int:number>/results.csv", many.results_csv, name="screen-csv"),
    path("check/many/<int:number>/results.json", many.results_json, name="screen-json"),
    path("check/many/<int:number>/delete/", many.delete, name="screen-delete"),
    path("phone/", phone.phone, name="phone"),
    path("phone/<int:number>/", phone.answer, name="phone-answer"),
    path("lists/entry/<path:subject>/", entry.entry, name="list-entry"),
    path("lists/", lists.lists, name="lists"),
    path("open-list/", keeping.OpenListView.as_view(), name="list-open"),
    path("lists/<str:name>/", lists.one_list, name="list"),
    path("lists/<str:name>/differences/", lists.differences, name="list-differences"),
    path("lists/<str:name>/import/", keeping.ImportListView.as_view(), name="list-import"),
    path("lists/<str:name>/return/<int:number>/", keeping.ReturnListView.as_view(), name="list-return"),
    path("lists/<str:name>/close/", keeping.CloseListView.as_view(), name="list-close"),
    path("checks/log/", log.checks, name="check-log"),
    path("checks/log/<int:number>/", log.line, name="check-line"),
    path("checks/mine/", log.mine, name="checks-mine"),
    path("clearances/", clearances.clearances, name="clearances"),
    path("clearances/give/", clearances.GiveClearanceView.as_view(), name="clearance-give"),
    path("clearances/<int:entry>/", clearances.clearance, name="clearance"),
    path("clearances/<int:entry>/end/", clearances.EndClearanceView.as_view(), name="clearance-end"),
]
