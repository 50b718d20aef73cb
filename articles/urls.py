from __future__ import annotations

from django.urls import path

from articles.views import details, paste, runs

app_name = "articles"
urlpatterns = [
    path("projects/<slug:slug>/import/", paste.import_page, name="import"),
    path("projects/<slug:slug>/import/preview/", paste.preview, name="preview"),
    path("projects/<slug:slug>/import/upload/", runs.upload, name="upload"),
    path(
        "projects/<slug:slug>/articles/<int:article_id>/details/", details.details, name="details"
    ),
    path("projects/<slug:slug>/imports/", runs.list_runs, name="import-runs"),
    path("projects/<slug:slug>/imports/<int:run_id>/", runs.import_run, name="import-run"),
    path("projects/<slug:slug>/imports/<int:run_id>/start/", runs.start, name="start"),
    path("projects/<slug:slug>/imports/<int:run_id>/discard/", runs.discard, name="discard"),
    path("projects/<slug:slug>/imports/<int:run_id>/original/", runs.original, name="original"),
    path("projects/<slug:slug>/imports/<int:run_id>/problems.csv", runs.problems, name="problems"),
]
