"""What suggested entities become when a person accepts a mention."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import connection

from annotations.models import ProposedMerge
from articles.models import Document
from newsdesk.accounts.models import User
from newsdesk.history.models import Event, record_all


def become(entities: Mapping[int, int | None], *, document: Document, by: User) -> dict[int, int]:
    """The project's entity for each of these; call it inside the write's transaction.

    `entities` says what each suggested one became already (an entity of the project became
    itself), None where that is not decided. Then it becomes the project's entity with the same
    label and normalised name, else the one with that name as alias, and hands on its own aliases.
    An alias that is a part of the name, such as a surname, fits nobody. What nothing is tied to
    fits only where nothing else does. If none or several fit, it becomes a new one; if several,
    it is proposed to merge that with the eldest, and whoever meets the same several becomes it too.
    """
    known = {entity: became for entity, became in entities.items() if became}
    fresh = entities.keys() - known.keys()
    return known | _tie(fresh, document.project_id, by) if fresh else known


# One project's entities are tied one write at a time, so that two people do not make the same
# one twice: the second statement reads what the first has waited for. `fit` pairs suggested
# entities with the project's that have their name, else their alias; who has one fit becomes
# that, and tells it aliases that it lacks; the others are made, those of one name as one. Who is
# told is `held` first, the eldest before, as wherever several are locked, so that nobody waits for
# one another.
IS_TIED = """
(EXISTS (SELECT FROM annotations_span AS span WHERE span.entity_id = own.id)
 OR EXISTS (SELECT FROM annotations_claimpart AS part WHERE part.entity_id = own.id)
 OR EXISTS (SELECT FROM annotations_entity AS other WHERE other.became_id = own.id))
"""
TIE = f"""
SELECT FROM annotations_scheme WHERE project_id = %(project)s FOR NO KEY UPDATE;
WITH fresh AS (
    SELECT * FROM annotations_entity WHERE id = ANY(%(ids)s)
), near AS (
    SELECT fresh.id, own.id AS own, {IS_TIED} AS is_tied,
           own.normalised_name = fresh.normalised_name AS is_named,
           EXISTS (SELECT FROM annotations_proposedmerge AS merge
                    WHERE merge.second_id = own.id AND merge.reason = 'several') AS is_of_several
      FROM fresh JOIN annotations_entity AS own
        ON own.project_id = fresh.project_id AND own.label_id = fresh.label_id
       AND own.proposed_in_id IS NULL AND own.became_id IS NULL
       AND (own.normalised_name = fresh.normalised_name
            OR (own.aliases @> ARRAY[fresh.name]
                AND position(' ' || fresh.name || ' ' IN ' ' || own.name || ' ') = 0))
), nearest AS (
    SELECT *, rank() OVER (PARTITION BY id ORDER BY is_tied DESC, is_named DESC) FROM near
), fit AS (
    SELECT id, CASE WHEN bool_or(is_of_several OR NOT is_tied)
                    THEN (array_agg(own ORDER BY is_of_several DESC, own))[1:1]
                    ELSE array_agg(own ORDER BY own) END AS owns
      FROM nearest WHERE rank = 1
     GROUP BY id
), more AS (
    SELECT known.id, array_agg(DISTINCT alias) AS aliases
      FROM fresh JOIN fit USING (id) JOIN annotations_entity AS known ON known.id = owns[1]
           CROSS JOIN unnest(fresh.aliases) AS alias
     WHERE fresh.became_id IS NULL AND cardinality(owns) = 1
       AND cardinality(known.aliases) < 40
       AND NOT EXISTS (SELECT FROM unnest(known.aliases || known.name) AS one
                        WHERE lower(one) = lower(alias))
     GROUP BY known.id
), held AS (
    SELECT id FROM annotations_entity WHERE id IN (SELECT id FROM more)
     ORDER BY id FOR NO KEY UPDATE
), told AS (
    UPDATE annotations_entity AS own
       SET aliases = own.aliases || more.aliases, is_compared = false,
           keys = ARRAY(SELECT DISTINCT unnest(own.keys || fresh.keys)
                          FROM fresh JOIN fit USING (id) WHERE owns[1] = own.id)
      FROM held JOIN more USING (id) WHERE own.id = held.id
), made AS (
    INSERT INTO annotations_entity
           (project_id, label_id, name, normalised_name, aliases, wikidata, keys)
    SELECT DISTINCT ON (label_id, normalised_name)
           project_id, label_id, name, normalised_name, aliases, wikidata, keys
      FROM fresh LEFT JOIN fit USING (id)
     WHERE became_id IS NULL AND coalesce(cardinality(owns), 0) <> 1
     ORDER BY label_id, normalised_name, fresh.id
 RETURNING id, label_id, normalised_name
)
UPDATE annotations_entity AS suggested
   SET became_id = CASE WHEN suggested.became_id IS NOT NULL THEN suggested.became_id
                        WHEN cardinality(fit.owns) = 1 THEN fit.owns[1] ELSE made.id END
  FROM fresh LEFT JOIN fit USING (id)
             LEFT JOIN made USING (label_id, normalised_name)
 WHERE suggested.id = fresh.id
RETURNING suggested.id, suggested.became_id, fit.owns
"""


def _tie(ids: Iterable[int], project: int, by: User) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(TIE, {"ids": list(ids), "project": project})
        cursor.nextset()
        tied = cursor.fetchall()
    _propose_merges(project, {became: owns for _, became, owns in tied if owns}, by)
    return {suggested: became for suggested, became, _ in tied}


def _propose_merges(project: int, fits: dict[int, list[int]], by: User) -> None:
    """The new one with the eldest that fits as well."""
    made = {new: fit for new, fit in fits.items() if len(fit) > 1 and new not in fit}
    if not made:
        return
    proposed = {"project_id": project, "reason": ProposedMerge.Reason.SEVERAL, "score": 1.0}
    ProposedMerge.objects.bulk_create(
        ProposedMerge(first_id=fit[0], second_id=new, **proposed) for new, fit in made.items()
    )
    record_all(
        Event(
            verb="entity.propose_merge",
            actor_id=by.pk,
            project_id=project,
            target_kind="entity",
            target_id=new,
            after={"with": fit},
        )
        for new, fit in made.items()
    )
