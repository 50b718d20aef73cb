"""Made-up people who decided on suggestions for a year, generated inside PostgreSQL."""

from __future__ import annotations

from annotations.models import Label, Layer, Scheme
from benchmarks.generated import run
from newsdesk.accounts.models import Membership, Project, Role, User

PEOPLE = 20
SPANS = 10
"""In each set. Of those suggested, 8 are accepted, 1 is corrected and 1 rejected."""
ENTITIES_NAMED = 20_000

ARTICLES = """
    WITH made AS (
        INSERT INTO articles_article
            (project_id, headline, url, authors, language, added_at)
        SELECT %(project)s, 'Headline number ' || n, '', '{}', 'en',
               now() - interval '365 days' * (1 - n::float / %(count)s)
        FROM generate_series(1, %(count)s) n RETURNING id, project_id
    ), progress AS (
        INSERT INTO annotations_progress (article_id, project_id, state, failure,
            suggestion_count, decided_count, changed_at)
        SELECT id, project_id, 'suggested', '', %(spans)s, 0, now() FROM made
    )
    INSERT INTO articles_document
        (project_id, article_id, text, sha256, text_key, length, is_current)
    SELECT project_id, id, 'Text ' || id, md5(id::text), md5(id::text), 999, true FROM made
"""
SUGGESTED = """
    INSERT INTO annotations_annotationset (document_id, kind, state, model_version,
        imported_from, scheme_version, version, made_at)
    SELECT document.id, 'suggested', '',
           'bench ' || 1 + (added_at > now() - interval '180 days')::int, '{}', 1, 0, added_at
    FROM articles_document document JOIN articles_article article
        ON article.id = document.article_id WHERE document.project_id = %(project)s
"""
ANNOTATED = """
    INSERT INTO annotations_annotationset (document_id, kind, state, made_by_id, model_version,
        imported_from, scheme_version, version, made_at, submitted_at)
    SELECT document_id, 'annotated',
           CASE WHEN finished > now() THEN 'open' WHEN id %% 40 = 0 THEN 'sent_back'
                ELSE 'submitted' END,
           %(first)s + (id * 7 + turn * (1 + id %% 5)) %% %(people)s, '', '{}', 1, 3, begun,
           CASE WHEN finished < now() THEN finished END
    FROM (
        SELECT id, document_id, turn, begun, begun + interval '1 hour' AS finished FROM (
            SELECT id, document_id, turn,
                   made_at + interval '1 day' * (turn + 12 * random()) AS begun
            FROM annotations_annotationset, generate_series(0, 1) turn WHERE kind = 'suggested'
        ) planned WHERE begun < now()
    ) made ORDER BY begun
"""
GOLD = """
    INSERT INTO annotations_annotationset (document_id, kind, state, made_by_id, model_version,
        imported_from, scheme_version, version, made_at, approved_by_id, approved_at)
    SELECT document_id, 'gold', 'approved', %(first)s, '', '{}', 1, 1, approved, %(first)s, approved
    FROM (
        SELECT document_id, max(submitted_at) + interval '8 days' AS approved
        FROM annotations_annotationset WHERE kind = 'annotated' AND state = 'submitted'
        GROUP BY document_id HAVING count(*) = 2
    ) finished WHERE approved < now()
"""
ASSIGNMENTS = """
    INSERT INTO annotations_assignment
        (project_id, article_id, annotator_id, made_at, state, changed_at)
    SELECT document.project_id, document.article_id, made.made_by_id, made.made_at, made.state,
           coalesce(made.submitted_at, made.made_at)
    FROM annotations_annotationset made JOIN articles_document document
        ON document.id = made.document_id WHERE made.kind = 'annotated'
"""
STATES = """
    UPDATE annotations_progress SET state = found.state, places = 0,
           waiting = CASE WHEN found.state = 'submitted'
                     THEN floor(extract(epoch FROM found.at))::bigint * (2 ^ 30)::bigint
                          + annotations_progress.article_id END
    FROM (
        SELECT document.article_id, max(made.submitted_at) AS at,
               CASE WHEN bool_or(made.kind = 'gold') THEN 'approved'
                    WHEN count(*) FILTER (WHERE made.state = 'submitted') = 2 THEN 'submitted'
                    ELSE 'in_annotation' END AS state
        FROM annotations_annotationset made JOIN articles_document document
            ON document.id = made.document_id
        WHERE made.kind <> 'suggested' GROUP BY document.article_id
    ) found WHERE found.article_id = annotations_progress.article_id
"""
PROPOSED = """
    INSERT INTO annotations_span (annotation_set_id, label_id, start, "end", attributes, evidence)
    SELECT made.id, %(label)s + (n + made.id) %% 4, n * 80, n * 80 + 12, '{}',
           (ARRAY['model', 'model', 'same name', 'gazetteer body'])[1 + (n + made.id / 3) %% 4]
    FROM annotations_annotationset made, generate_series(0, %(spans)s - 1) n
    WHERE made.kind = 'suggested'
"""
ENTITIES = """
    INSERT INTO annotations_entity
        (project_id, label_id, name, normalised_name, aliases, wikidata)
    SELECT %(project)s, %(label)s + n %% 4, 'Name ' || n, 'name ' || n, '{}', ''
    FROM generate_series(1, %(entities)s) n
"""
STANDING = """
    INSERT INTO annotations_span
        (annotation_set_id, label_id, start, "end", attributes, evidence, entity_id)
    SELECT own.id, proposed.label_id, proposed.start,
           proposed."end" + ((proposed.start / 80 + own.id) %% 10 = 1)::int, '{}', '',
           (SELECT min(id) FROM annotations_entity)
           + ((proposed.id * 7919 %% 100003 / 100003.0) ^ 3 * (%(entities)s - 1))::int
    FROM annotations_annotationset own
    JOIN annotations_annotationset suggested USING (document_id)
    JOIN annotations_span proposed ON proposed.annotation_set_id = suggested.id
    WHERE own.kind IN ('annotated', 'gold') AND suggested.kind = 'suggested'
          AND (proposed.start / 80 + own.id) %% 10 > 0
"""
DECISIONS = """
    INSERT INTO annotations_decision (annotation_set_id, on_span_id, result_span_id, by_id, at)
    SELECT own.id, proposed.id, result.id, own.made_by_id, own.made_at
    FROM annotations_annotationset own
    JOIN annotations_annotationset suggested USING (document_id)
    JOIN annotations_span proposed ON proposed.annotation_set_id = suggested.id
    LEFT JOIN annotations_span result ON result.annotation_set_id = own.id
         AND result.start = proposed.start
    WHERE own.kind = 'annotated' AND suggested.kind = 'suggested'
"""
EVENTS = """
    INSERT INTO history_event (actor_id, at, verb, project_id, article_id, set_id, set_version,
        target_kind, "group", idempotency_key)
    SELECT made_by_id, made_at + interval '4 minutes' * (n * (0.5 + made.id %% 7 / 7.0)),
           'span.accept', %(project)s, article_id, made.id, n, 'span', gen_random_uuid(), ''
    FROM annotations_annotationset made JOIN articles_document document
        ON document.id = made.document_id, generate_series(1, 3) n
    WHERE kind = 'annotated' ORDER BY made.id
"""


def create_year(project: Project, articles: int) -> None:
    """So many articles with a suggested set each, and up to two annotated sets by 20 people.

    Some of those are sent back, some articles wait for a reviewer, and what stands is tied to
    entities, a few of which are named very often.
    """
    label = _labels(project)
    people = User.objects.bulk_create(
        User(email=f"person{n}@example.org", name=f"Person {n + 1}") for n in range(PEOPLE)
    )
    Membership.objects.bulk_create(
        Membership(project=project, user=person, role=Role.ANNOTATOR) for person in people
    )
    Project.objects.filter(pk=project.pk).update(annotators_per_article=2)
    shared = {"project": project.pk, "count": articles, "spans": SPANS, "label": label}
    whose = {"first": people[0].pk, "people": PEOPLE, "entities": ENTITIES_NAMED}
    for sql in (ARTICLES, SUGGESTED, ANNOTATED, GOLD, ASSIGNMENTS, STATES):
        run(sql, **shared, **whose)
    run("ANALYZE")
    for sql in (ENTITIES, PROPOSED, STANDING, DECISIONS, EVENTS):
        run(sql, **shared, **whose)


def _labels(project: Project) -> int:
    """The first of four labels with ids in a row."""
    layer = Layer.objects.create(
        scheme=Scheme.objects.get(project=project), key="bench", name="Bench"
    )
    made = Label.objects.bulk_create(
        Label(layer=layer, key=f"KIND_{n}", name=f"Kind {n}", tag=f"K{n}", colour="person")
        for n in range(1, 5)
    )
    return made[0].pk
