from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from annotations.views import (
    adjudication,
    agreement,
    applying,
    asking,
    assigning,
    assignments,
    attributes,
    closing,
    comments,
    dashboard,
    datasets,
    elsewhere,
    entities,
    going_on,
    history,
    keys,
    learning,
    merges,
    merging,
    naming,
    past,
    presence,
    queue,
    queues,
    reader,
    rerunning,
    reviewing,
    same,
    schemes,
    showing,
    statistics,
    threads,
    ties,
)

app_name = "annotations"

ARTICLE = "projects/<slug:slug>/articles/<int:article_id>/"
APPLIED = "projects/<slug:slug>/applied/"
AGREEMENT = "projects/<slug:slug>/agreement/"
ASSIGNMENTS = "projects/<slug:slug>/assignments/"
DASHBOARD = "projects/<slug:slug>/dashboard/"
DATASETS = "projects/<slug:slug>/datasets/"
COMMENTS = "projects/<slug:slug>/comments/"
REVIEW = f"{ARTICLE}review/"
THREADS = f"{ARTICLE}comments/"
ADJUDICATE = f"{ARTICLE}adjudicate/"
ENTITIES = "projects/<slug:slug>/entities/"
MODEL = "projects/<slug:slug>/model/"
SCHEME = "projects/<slug:slug>/scheme/"
DECIDED = {"span": reader.decide_span, "claim": reader.decide_claim}
VERBS = ("accept", "reject", "correct", "remove", "restore", "describe", "revert", "tie")


def _in_reader(base: str, prefix: str = "", **place: Any) -> list[URLPattern]:
    """What the reader reads from and writes to: one's own set, or the draft of a review."""
    return [
        path(f"{base}spans/", reader.add_span, place, name=f"{prefix}add-span"),
        path(f"{base}claims/", reader.add_claim, place, name=f"{prefix}add-claim"),
        *(
            path(
                f"{base}{kind}s/<int:key>/{verb}/",
                view,
                {"verb": verb, **place},
                name=f"{prefix}{verb}-{kind}",
            )
            for kind, view in DECIDED.items()
            for verb in VERBS
        ),
        path(f"{base}undo/", reader.undo, place, name=f"{prefix}undo"),
        path(f"{base}redo/", reader.redo, place, name=f"{prefix}redo"),
        path(f"{base}accept-above/", reader.accept_above, place, name=f"{prefix}accept-above"),
        path(f"{base}show/", showing.show, place, name=f"{prefix}show"),
        path(f"{base}same/", same.same, place, name=f"{prefix}same"),
        path(f"{base}same/mark/", reader.mark_same, place, name=f"{prefix}mark-same"),
        path(f"{base}same/reject/", reader.reject_same, place, name=f"{prefix}reject-same"),
        path(f"{base}surest/", asking.surest, place, name=f"{prefix}surest"),
        *(
            path(
                f"{base}{kind}s/<int:key>/why/",
                asking.why,
                {"kind": kind, **place},
                name=f"{prefix}why-{kind}",
            )
            for kind in DECIDED
        ),
        *(
            path(
                f"{base}{kind}s/<int:key>/entities/",
                ties.choose,
                {"kind": kind, **place},
                name=f"{prefix}choose-{kind}",
            )
            for kind in DECIDED
        ),
        *(
            path(
                f"{base}{kind}s/<int:key>/history/",
                past.past,
                {"kind": kind, **place},
                name=f"{prefix}past-{kind}",
            )
            for kind in DECIDED
        ),
        *(
            path(
                f"{base}{kind}s/<int:key>/attributes/",
                attributes.attributes,
                {"kind": kind, **place},
                name=f"{prefix}attributes-{kind}",
            )
            for kind in DECIDED
        ),
    ]


urlpatterns: list[URLPattern] = [
    path("projects/<slug:slug>/", queue.queue, name="queue"),
    path("projects/<slug:slug>/history/", history.history, name="history"),
    path("projects/<slug:slug>/history/events.jsonl", history.download, name="download-history"),
    path(
        "projects/<slug:slug>/history/<int:event_id>/restore/",
        history.restore,
        name="restore-removed",
    ),
    path("projects/<slug:slug>/to-review/", queues.to_review, name="to-review"),
    path("projects/<slug:slug>/sent-back/", queues.sent_back, name="sent-back"),
    path(ASSIGNMENTS, assignments.assignments, name="assignments"),
    path(f"{ASSIGNMENTS}next/", going_on.next_article, name="next"),
    path(f"{ASSIGNMENTS}articles/", assigning.assign, name="assign"),
    path(f"{ASSIGNMENTS}<int:assignment_id>/release/", assignments.release, name="release"),
    path(f"{ASSIGNMENTS}<int:assignment_id>/hand-over/", assignments.hand_over, name="hand-over"),
    path(f"{ASSIGNMENTS}<int:assignment_id>/due/", assignments.set_due, name="set-due"),
    path(ARTICLE, reader.reader, name="reader"),
    *_in_reader(ARTICLE),
    path(f"{ARTICLE}here/", presence.here, name="here"),
    path(f"{ARTICLE}elsewhere/", elsewhere.elsewhere, name="elsewhere"),
    path(APPLIED, applying.applied, name="applied"),
    path(f"{APPLIED}<int:apply_id>/", applying.run, name="apply-run"),
    path(f"{APPLIED}<int:apply_id>/cancel/", applying.cancel, name="cancel-apply"),
    path(f"{APPLIED}<int:apply_id>/undo/", applying.undo, name="undo-apply"),
    path(THREADS, threads.threads, name="threads"),
    path(f"{THREADS}new/", threads.new, name="new-thread"),
    path(f"{THREADS}readers/", threads.readers, name="thread-readers"),
    path(f"{THREADS}<int:thread_id>/", threads.reply, name="reply"),
    path(f"{THREADS}<int:thread_id>/readers/", threads.readers_of, name="readers-of-thread"),
    path(f"{THREADS}<int:thread_id>/seen/", threads.seen, name="thread-seen"),
    path(f"{THREADS}<int:thread_id>/resolve/", threads.resolve, name="resolve-thread"),
    path(f"{THREADS}<int:thread_id>/reopen/", threads.reopen, name="reopen-thread"),
    path(f"{THREADS}<int:thread_id>/<int:comment_id>/", threads.edit, name="edit-comment"),
    path(
        f"{THREADS}<int:thread_id>/<int:comment_id>/delete/", threads.delete, name="delete-comment"
    ),
    path(COMMENTS, comments.comments, name="comments"),
    path(f"{COMMENTS}seen/", comments.seen_all, name="comments-seen"),
    path(REVIEW, reviewing.review, name="review"),
    *_in_reader(REVIEW, "review-", is_review=True),
    path(f"{REVIEW}accept-rest/", reader.accept_rest, {"is_review": True}, name="accept-rest"),
    path(f"{REVIEW}differences/", reviewing.differences, name="differences"),
    path(f"{REVIEW}discard/", reviewing.discard, name="discard-review"),
    path(ADJUDICATE, adjudication.adjudicate, name="adjudicate"),
    path(f"{ADJUDICATE}anew/", adjudication.anew, name="adjudicate-anew"),
    path(f"{ADJUDICATE}decide/", adjudication.decide, name="adjudicate-decide"),
    path(f"{ADJUDICATE}alike/", adjudication.alike, name="adjudicate-alike"),
    path(f"{ADJUDICATE}undo/", adjudication.undo, name="adjudicate-undo"),
    path(f"{ARTICLE}send-back/", reviewing.send_back, name="send-back"),
    path(f"{ARTICLE}reopen-gold/", reviewing.reopen_gold, name="reopen-gold"),
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
    path(AGREEMENT, agreement.agreement, name="agreement"),
    path(
        f"{AGREEMENT}<int:first_id>/<int:second_id>/", agreement.disagreements, name="disagreements"
    ),
    path(ENTITIES, entities.list_entities, name="entities"),
    path(f"{ENTITIES}named/", naming.named, name="named"),
    path(f"{ENTITIES}<int:entity_id>/", entities.entity, name="entity"),
    path(f"{ENTITIES}<int:entity_id>/merge/", merging.merge, name="merge-entity"),
    path(f"{ENTITIES}<int:entity_id>/split/", merging.split, name="split-entity"),
    path(f"{ENTITIES}merges/", merges.merges, name="merges"),
    path(f"{ENTITIES}merges/find/", merges.find, name="find-merges"),
    path(f"{ENTITIES}merges/undo/", merges.undo, name="undo-merge"),
    path(f"{ENTITIES}merges/<int:proposal_id>/answer/", merges.answer, name="answer-merge"),
    path(SCHEME, schemes.scheme, name="scheme"),
    path(f"{SCHEME}file/", schemes.scheme_file, name="scheme-file"),
    path("colours/<str:names>.css", schemes.colours, name="colours"),
    path(f"{SCHEME}scheme.json", schemes.export_scheme, name="export-scheme"),
]
