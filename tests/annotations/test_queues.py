"""What waits for reviewers, and what was sent back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from annotations.actions import progress, review
from annotations.models import AnnotationSet, Progress
from annotations.review.rounds import Reason
from articles.models import Document
from newsdesk.accounts.models import Project, Role, User
from tests.annotations.hands import Hand
from tests.factories import create_document, create_user, join
from tests.queries import counted


def finish(project: Project, by: User, headline: str, days: int = 0) -> Hand:
    document = create_document(f"{headline}. Iran.", project=project, headline=headline)
    hand = Hand(document, by)
    hand.submit()
    at = timezone.now() - timedelta(days=days)
    AnnotationSet.objects.filter(pk=hand.set.pk).update(submitted_at=at)
    progress.keep([document.article_id])
    return hand


def send_back(hand: Hand, by: User) -> None:
    review.send_back(
        document=hand.document,
        set_id=hand.set.pk,
        seen_version=1,
        reasons=[Reason("Once more.")],
        by=by,
    )


def page(user: User, project: Project, name: str, query: str = "") -> str:
    client = Client()
    client.force_login(user)
    answer = client.get(f"/projects/{project.slug}/{name}{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def headlines(html: str) -> list[str]:
    return re.findall(r'<td class="article"><a href="[^"]*" dir="auto">([^<]*)</a>', html)


def link(html: str, rel: str) -> str:
    found = re.findall(rf'rel="{rel}" href="([^"]*)"', html)
    return found[0].replace("&amp;", "&") if found else ""


def test_who_has_waited_longest_comes_first(
    project: Project, annotator: User, reviewer: User
) -> None:
    for headline, days in (("New", 0), ("Old", 9), ("Middle", 3)):
        finish(project, annotator, headline, days)

    html = page(reviewer, project, "to-review/")

    assert headlines(html) == ["Old", "Middle", "New"]
    assert str(annotator) in html
    assert "To review <b>3</b>" in html
    assert "oldest 1\xa0week, 2\xa0days ago" in html


def test_names_keep_their_order_and_the_way_to_adjudicate_stands_beside_the_state(
    project: Project, reviewer: User
) -> None:
    project.annotators_per_article = 2
    project.save()
    people = [create_user("Ines"), create_user("tom")]
    for person in people:
        join(project, person, Role.ANNOTATOR)
    for order in (people, people[::-1]):
        document = create_document(f"Iran {order[0]}.", project=project)
        Progress.objects.filter(article=document.article).update(places=2)
        for person in order:
            Hand(document, person).submit()

    html = page(reviewer, project, "to-review/")
    assert re.findall(r'<td class="names"[^>]*>(.*?)</td>', html) == ["Ines, tom"] * 2
    assert len(re.findall(r'<td class="state">.*Adjudicate</button>', html)) == 2


def test_pages_follow_each_other_both_ways(
    project: Project, annotator: User, reviewer: User
) -> None:
    for days in range(5):
        finish(project, annotator, f"Article {days}", days)

    first = page(reviewer, project, "to-review/", "?rows=2")
    second = page(reviewer, project, "to-review/", link(first, "next"))
    third = page(reviewer, project, "to-review/", link(second, "next"))

    assert headlines(first) == ["Article 4", "Article 3"]
    assert headlines(second) == ["Article 2", "Article 1"]
    assert headlines(third) == ["Article 1", "Article 0"]  # the last page is a full one
    assert (link(first, "prev"), link(third, "next")) == ("", "")
    assert headlines(page(reviewer, project, "to-review/", link(second, "prev"))) == [
        "Article 4",
        "Article 3",
    ]


def test_what_is_under_review_leads_there(
    project: Project, annotator: User, reviewer: User
) -> None:
    hand = finish(project, annotator, "Begun")
    review.begin(document=hand.document, set_id=hand.set.pk, seen_version=1, by=reviewer)

    html = page(reviewer, project, "to-review/")
    assert f"Under review by {reviewer}" in html
    assert f"/articles/{hand.document.article_id}/review/" in html


def test_reviewers_see_all_that_was_sent_back_annotators_their_own(
    project: Project, annotator: User, reviewer: User
) -> None:
    other = create_user("Other")
    join(project, other)
    send_back(finish(project, annotator, "Mine"), reviewer)
    send_back(finish(project, other, "Not mine"), reviewer)

    assert headlines(page(reviewer, project, "sent-back/")) == ["Mine", "Not mine"]
    html = page(annotator, project, "sent-back/")
    assert headlines(html) == ["Mine"]
    assert "Sent back <b>1</b>" in html
    assert "To review" not in html


def test_what_is_finished_again_is_no_longer_sent_back(
    project: Project, annotator: User, reviewer: User
) -> None:
    hand = finish(project, annotator, "Mended")
    send_back(hand, reviewer)
    hand.version = 2
    hand.submit()

    assert headlines(page(annotator, project, "sent-back/")) == []
    assert headlines(page(reviewer, project, "to-review/")) == ["Mended"]


def test_the_list_tells_who_has_done_their_part_and_who_has_to_mend_theirs(
    project: Project, annotator: User, reviewer: User
) -> None:
    Project.objects.filter(pk=project.pk).update(annotators_per_article=2)
    hand = finish(project, annotator, "Both")
    assert "Finished by you, waits for others" in page(annotator, project, "")
    assert "Waits for others" in page(annotator, project, "assignments/")
    assert "Finished by you" not in page(reviewer, project, "")

    send_back(hand, reviewer)
    assert "Sent back to you" in page(annotator, project, "")
    assert f"Sent back to {annotator}" in page(reviewer, project, "")
    other = create_user("Ben")
    join(project, other)
    assert "Sent back to" not in page(other, project, "")


@pytest.mark.parametrize("query", ["?after=x", "?before=-1", "?rows=999"])
def test_an_address_of_no_place_is_refused(query: str, project: Project, reviewer: User) -> None:
    client = Client()
    client.force_login(reviewer)

    assert client.get(f"/projects/{project.slug}/to-review/{query}").status_code == 400


@pytest.mark.parametrize("name", ["to-review", "sent-back"])
def test_the_number_of_queries_does_not_grow(
    name: str, project: Project, annotator: User, reviewer: User, document: Document
) -> None:
    for n in range(12):
        hand = finish(project, annotator, f"Article {n}")
        if n % 2:
            send_back(hand, reviewer)

    client = Client()
    client.force_login(reviewer)
    with counted() as queries:
        client.get(f"/projects/{project.slug}/{name}/")

    assert len(queries) <= 13
