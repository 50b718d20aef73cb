from __future__ import annotations

from django.urls import URLPattern, path, re_path

from annotations.views import queue, reader

app_name = "annotations"

ARTICLE = "projects/<slug:slug>/articles/<int:article_id>/"
DECIDE = (
    r"^projects/(?P<slug>[-\w]+)/articles/(?P<article_id>[0-9]+)"
    r"/{kind}/(?P<key>[0-9]{{1,18}})/(?P<verb>accept|reject|correct|remove|restore)/$"
)

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/", queue.queue, name="queue"),
    path(ARTICLE, reader.reader, name="reader"),
    path(f"{ARTICLE}spans/", reader.add_span, name="add-span"),
    re_path(DECIDE.format(kind="spans"), reader.decide_span, name="decide-span"),
    path(f"{ARTICLE}claims/", reader.add_claim, name="add-claim"),
    re_path(DECIDE.format(kind="claims"), reader.decide_claim, name="decide-claim"),
    path(f"{ARTICLE}undo/", reader.undo, name="undo"),
    path(f"{ARTICLE}redo/", reader.redo, name="redo"),
    path(f"{ARTICLE}finish/", reader.finish, name="finish"),
    path(f"{ARTICLE}reopen/", reader.reopen, name="reopen"),
    path(f"{ARTICLE}approve/", reader.approve, name="approve"),
]
