from __future__ import annotations

from django.urls import URLPattern, path

from annotations.views import (
    asking,
    assignments,
    closing,
    dashboard,
    datasets,
    keys,
    learning,
    queue,
    reader,
    rerunning,
    same,
    schemes,
    showing,
    statistics,
)

app_name = "annotations"

ARTICLE = "projects/<slug:slug>/articles/<int:article_id>/"
ASSIGNMENTS = "projects/<slug:slug>/assignments/"
DASHBOARD = "projects/<slug:slug>/dashboard/"
DATASETS = "projects/<slug:slug>/datasets/"
MODEL = "projects/<slug:slug>/model/"
SCHEME = "projects/<slug:slug>/scheme/"
DECIDED = {"span": reader.decide_span, "claim": reader.decide_claim}
VERBS = ("accept", "reject", "correct", "remove", "restore")

urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/", queue.queue, name="queue"),
    path(ASSIGNMENTS, assignments.assignments, name="assignments"),
    path(f"{ASSIGNMENTS}next/", assignments.next_article, name="next"),
    path(f"{ASSIGNMENTS}<int:assignment_id>/release/", assignments.release, name="release"),
    path(f"{ASSIGNMENTS}<int:assignment_id>/hand-over/", assignments.hand_over, name="hand-over"),
    path(ARTICLE, reader.reader, name="reader"),
    path(f"{ARTICLE}spans/", reader.add_span, name="add-span"),
    path(f"{ARTICLE}claims/", reader.add_claim, name="add-claim"),
    *(
        path(f"{ARTICLE}{kind}s/<int:key>/{verb}/", view, {"verb": verb}, name=f"{verb}-{kind}")
        for kind, view in DECIDED.items()
        for verb in VERBS
    ),
    path(f"{ARTICLE}undo/", reader.undo, name="undo"),
    path(f"{ARTICLE}redo/", reader.redo, name="redo"),
    path(f"{ARTICLE}accept-above/", reader.accept_above, name="accept-above"),
    path(f"{ARTICLE}show/", showing.show, name="show"),
    path(f"{ARTICLE}same/", same.same, name="same"),
    path(f"{ARTICLE}same/mark/", reader.mark_same, name="mark-same"),
    path(f"{ARTICLE}same/reject/", reader.reject_same, name="reject-same"),
    path(f"{ARTICLE}surest/", asking.surest, name="surest"),
    *(
        path(f"{ARTICLE}{kind}s/<int:key>/why/", asking.why, {"kind": kind}, name=f"why-{kind}")
        for kind in DECIDED
    ),
    path(f"{ARTICLE}finish/", closing.finish, name="finish"),
    path(f"{ARTICLE}reopen/", closing.reopen, name="reopen"),
    path(f"{ARTICLE}approve/", closing.approve, name="approve"),
    path("accounts/keys/", keys.keys, name="keys"),
    path(DATASETS, datasets.datasets, name="datasets"),
    path(f"{DATASETS}preview/", datasets.preview, name="dataset-preview"),
    *(
        path(
            f"{DATASETS}<int:dataset_id>/download/{file}",
            datasets.download,
            {"file": file},
            name=f"download-{file}",
        )
        for file in datasets.FILES
    ),
    path(f"{DATASETS}<int:dataset_id>/delete/", datasets.delete, name="delete-dataset"),
    path(DASHBOARD, dashboard.dashboard, name="dashboard"),
    path(f"{DASHBOARD}suggestions/", statistics.statistics, name="statistics"),
    path(MODEL, learning.learning, name="learning"),
    path(f"{MODEL}articles/", rerunning.rerun, name="rerun"),
    path(f"{MODEL}articles/<int:rerun_id>/cancel/", rerunning.cancel, name="cancel-rerun"),
    path(f"{MODEL}shipped/use/", learning.use_shipped, name="use-shipped"),
    path(f"{MODEL}<int:version_id>/use/", learning.use, name="use-version"),
    path(f"{MODEL}<int:version_id>/cancel/", learning.cancel, name="cancel-learning"),
    path(SCHEME, schemes.scheme, name="scheme"),
    path(f"{SCHEME}file/", schemes.scheme_file, name="scheme-file"),
    path(f"{SCHEME}scheme.json", schemes.export_scheme, name="export-scheme"),
]
