from __future__ import annotations

from django.urls import path

from articles import views

app_name = "articles"
urlpatterns = [
    path("projects/<slug:slug>/import/", views.import_page, name="import"),
    path("projects/<slug:slug>/import/preview/", views.preview, name="preview"),
    path("projects/<slug:slug>/import/upload/", views.upload, name="upload"),
    path("projects/<slug:slug>/imports/<int:run_id>/", views.import_run, name="import-run"),
    path("projects/<slug:slug>/imports/<int:run_id>/start/", views.start, name="start"),
    path("projects/<slug:slug>/imports/<int:run_id>/discard/", views.discard, name="discard"),
    path("projects/<slug:slug>/imports/<int:run_id>/problems.csv", views.problems, name="problems"),
]
