"""Made-up articles with suggestions and decisions, generated inside PostgreSQL."""

from __future__ import annotations

from django.db import connection

from annotations.models import Label
from newsdesk.accounts.models import Membership, Project, Role, User

STATES = "ARRAY['new', 'suggested', 'suggested', 'in_annotation', 'submitted', 'approved']"
WORDS = (
    "minister oil prices said agency reported Tehran Monday sanctions export talks council "
    "statement embassy border pipeline election court police budget deputy troops harbour union"
)

ARTICLES = f"""
    WITH made AS (
        INSERT INTO articles_article
            (project_id, outlet_id, headline, url, authors, published_at, language, added_at)
        SELECT %(project)s, %(outlet)s + n %% 10, 'Headline number ' || n, '', '{{}}',
               timestamptz '2020-01-01' + n * interval '1 minute', 'en', now()
        FROM generate_series(1, %(count)s) n RETURNING id, project_id, outlet_id
    )
    INSERT INTO annotations_progress (article_id, project_id, outlet_id, state, failure,
        suggestion_count, decided_count, changed_at)
    SELECT id, project_id, outlet_id, ({STATES})[1 + id %% 6], '', 30, id %% 31, now() FROM made
"""
DOCUMENTS = """
    INSERT INTO articles_document
        (project_id, article_id, text, sha256, text_key, length, is_current)
    SELECT project_id, id, body, encode(sha256(body::bytea), 'hex'),
           encode(sha256(body::bytea), 'hex'), length(body), true
    FROM articles_article, LATERAL (
        SELECT 'Article ' || id || ' “quoted” ' || string_agg(word, ' ') AS body FROM (
            SELECT (string_to_array(%(words)s, ' '))[1 + floor(random() * 24)] AS word
            FROM generate_series(1, %(words_each)s + 0 * id)
        ) drawn
    ) made WHERE project_id = %(project)s
"""
SETS = """
    INSERT INTO annotations_annotationset (document_id, kind, state, made_by_id, model_version,
        imported_from, scheme_version, version, made_at)
    SELECT id, %(kind)s, %(state)s, %(by)s, %(model)s, '{}', 1, 1, now()
    FROM articles_document WHERE project_id = %(project)s
"""
SPANS = """
    INSERT INTO annotations_span (annotation_set_id, label_id, start, "end", attributes, evidence)
    SELECT made.id, %(label)s + (n + made.id %% 2 * (n %% 10 = 0)::int) %% 4,
           n * 80, n * 80 + 12, '{}', ''
    FROM annotations_annotationset made, generate_series(0, %(each)s - 1) n
    WHERE made.kind = %(kind)s
"""
DECISIONS = """
    INSERT INTO annotations_decision (annotation_set_id, on_span_id, result_span_id, by_id, at)
    SELECT own.id, proposed.id, result.id, %(by)s, now()
    FROM annotations_annotationset own
    JOIN annotations_annotationset suggested USING (document_id)
    JOIN annotations_span proposed ON proposed.annotation_set_id = suggested.id
    JOIN annotations_span result ON result.annotation_set_id = own.id
         AND result.start = proposed.start
    WHERE own.kind = 'annotated' AND suggested.kind = 'suggested'
"""
NEWEST = """
    UPDATE annotations_progress SET suggested_set_id = made.id
    FROM annotations_annotationset made JOIN articles_document document
        ON document.id = made.document_id
    WHERE made.kind = 'suggested' AND document.article_id = annotations_progress.article_id
"""


def create_project() -> tuple[Project, User]:
    user = User.objects.create_user("bench@example.org", None, name="Bench")
    project = Project.objects.create(slug="bench", name="Bench")
    Membership.objects.create(project=project, user=user, role=Role.MANAGER)
    return project, user


def create_articles(project: Project, count: int) -> None:
    """Rows of the list, of ten outlets and all states, without texts."""
    outlets = [project.outlets.get_or_create(name=f"Outlet {n}")[0] for n in range(10)]
    run(ARTICLES, project=project.pk, outlet=outlets[0].pk, count=count)


def create_texts(project: Project, words: int) -> None:
    run(DOCUMENTS, project=project.pk, words=WORDS, words_each=words)


def create_suggestions(project: Project, spans: int) -> None:
    """For each text."""
    _create_sets(project, spans, kind="suggested", state="", model="bench 1", by=None)
    run(NEWEST)


def create_sets(project: Project, by: User, spans: int) -> None:
    """For each text suggestions, and a person's set that accepted most and corrected some."""
    create_suggestions(project, spans)
    _create_sets(project, spans, kind="annotated", state="open", model="", by=by.pk)
    run(DECISIONS, by=by.pk)


def _create_sets(project: Project, spans: int, **made: str | int | None) -> None:
    label = Label.objects.of_project(project).order_by("pk").values_list("pk", flat=True)[0]
    run(SETS, **made, project=project.pk)
    run(SPANS, kind=made["kind"], label=label, each=spans)


def analyze() -> None:
    run("VACUUM ANALYZE")


def run(sql: str, **values: str | int | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
