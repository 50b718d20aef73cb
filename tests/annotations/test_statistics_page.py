"""The page of suggestions: what became of them, by label, rule and model version, and over time."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from annotations import jobs
from annotations.actions import figures
from annotations.models import Decision, DecisionCount, Label, ProjectCount
from articles.models import Document
from newsdesk import context
from newsdesk.accounts.models import Project, User
from newsdesk.history.models import record
from tests.annotations.hands import Hand, suggest_claim
from tests.annotations.test_round_trip import apply
from tests.factories import suggest_span
from tests.queries import counted

QUERIES = 10


@pytest.fixture
def address(project: Project) -> str:
    return f"/projects/{project.slug}/dashboard/suggestions/"


@pytest.fixture
def decided(project: Project, document: Document, hand: Hand) -> Hand:
    """One accepted, one corrected, one rejected, and a claim accepted."""
    hand.accept(suggest_span(document, "Rex Tillerson"))
    hand.relabel(suggest_span(document, "Iran", "GPE"), "ORG")
    hand.reject(suggest_span(document, "Bob Corker"))
    hand.accept(suggest_claim(document, "sales rose"))
    figures.count(project.pk)
    return hand


def html(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", unescape(client.get(address).content.decode()))


def rows(page: str, title: str) -> dict[str, list[str]]:
    """The cells of a table's rows, by their heads."""
    table = re.search(rf'aria-label="{title}">(.*?)</table>', page)
    assert table
    return {
        _words(head): [_words(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells)]
        for head, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table.group(1))
    }


def _words(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup).strip()


def test_it_shows_shares_by_label_rule_and_model(
    client: Client, reviewer: User, address: str, decided: Hand
) -> None:
    client.force_login(reviewer)
    page = html(client, address)

    assert rows(page, "By label") == {
        "Person": ["", "2", "50 %", "0 %", "50 %"],
        "Claims": ["", "1", "100 %", "0 %", "0 %"],
        "Country or city": ["", "1", "0 %", "100 %", "0 %"],
    }
    assert rows(page, "By what found them")["model"] == ["", "3", "33 %", "33 %", "33 %"]
    assert rows(page, "By model version") == {"test 1.0": ["", "4", "50 %", "25 %", "25 %"]}


def test_the_plot_over_time_has_the_same_figures_as_its_table(
    client: Client, reviewer: User, address: str, decided: Hand, project: Project
) -> None:
    earlier = timezone.localdate() - timedelta(days=21)
    DecisionCount.objects.filter(label__key="GPE").update(day=earlier)
    client.force_login(reviewer)
    page = html(client, address)

    monday = earlier - timedelta(days=earlier.weekday())
    week = rows(page, "Share of the suggestions decided")[f"{monday.day} {monday:%b}"]
    assert week == ["0 %", "100 %", "0 %", "1"]
    assert f"<title>{monday.day} {monday:%b}: Corrected 100 %</title>" in page
    assert len(re.findall(r'<rect class="fill-\w+" x="[\d.]+%" y=', page)) == 3


def test_one_side_can_be_looked_at_alone(
    client: Client, reviewer: User, address: str, decided: Hand, project: Project
) -> None:
    client.force_login(reviewer)
    label = Label.objects.of_project(project).get(key="PERSON")
    link = f'<a href="?label={label.pk}"'
    assert link in html(client, address)

    page = html(client, f"{address}?label={label.pk}")
    assert list(rows(page, "By label")) == ["Person"]
    assert rows(page, "By model version") == {"test 1.0": ["", "2", "50 %", "0 %", "50 %"]}
    assert list(rows(html(client, f"{address}?label=0"), "By label")) == ["Claims"]
    assert list(rows(html(client, f"{address}?rule=model"), "By what found them")) == ["model"]


def test_what_people_applied_stands_among_what_found_it_alone(
    client: Client, reviewer: User, address: str, document: Document, decided: Hand
) -> None:
    applied = suggest_span(document, "Monday", "DATE")
    apply(decided, applied)
    decided.accept(applied)
    figures.count(document.project_id)
    client.force_login(reviewer)

    page = html(client, address)
    assert rows(page, "By what found them")["applied"][1] == "1"
    assert set(rows(page, "By label")) == {"Person", "Claims", "Country or city"}
    assert rows(page, "By model version")["test 1.0"][1] == "4"
    alone = html(client, f"{address}?rule=applied")
    assert list(rows(alone, "By label")) == ["Date"]
    assert "By model version" not in alone
    dashboard = html(client, f"/projects/{document.project.slug}/dashboard/")
    accepted = dashboard.partition("Share accepted as suggested")[2]
    assert ">Person<" in accepted
    assert ">Date<" not in accepted


def test_what_was_decided_before_the_period_is_not_shown(
    client: Client, reviewer: User, address: str, decided: Hand
) -> None:
    DecisionCount.objects.update(day=timezone.localdate() - timedelta(days=200))
    client.force_login(reviewer)

    assert "Nothing decided in this time" in html(client, address)
    assert rows(html(client, f"{address}?period=all"), "By model version")["test 1.0"][1] == "4"
    assert rows(html(client, f"{address}?period=year"), "By model version")["test 1.0"][1] == "4"


@pytest.mark.parametrize("query", ["period=ages", "label=PERSON", "label=-1", f"rule={'x' * 61}"])
def test_an_address_that_asks_for_what_there_is_not_is_refused_in_words(
    client: Client, reviewer: User, address: str, query: str
) -> None:
    client.force_login(reviewer)
    answer = client.get(f"{address}?{query}")

    assert answer.status_code == 400
    assert f"“{query.partition('=')[0]}” in the address" in answer.content.decode()


def test_opening_it_has_the_project_counted_once_and_waits_for_it(
    client: Client,
    reviewer: User,
    address: str,
    document: Document,
    hand: Hand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(context, "is_worker_missing", lambda: False)
    hand.accept(suggest_span(document, "Rex Tillerson"))
    ProcrastinateJob.objects.all().delete()
    client.force_login(reviewer)

    for _ in range(2):
        assert 'hx-trigger="every 2s"' in html(client, address)
    (waiting,) = ProcrastinateJob.objects.all()
    jobs.count_figures(**waiting.args)

    page = html(client, address)
    assert rows(page, "By model version")["test 1.0"][1] == "1"
    assert "every 2s" not in page


def test_without_a_worker_it_says_that_nothing_is_counted(
    client: Client, reviewer: User, address: str, document: Document
) -> None:
    client.force_login(reviewer)
    page = html(client, address)

    assert "no worker runs, so nothing is counted" in page
    assert "every 2s" not in page


def test_a_minute_after_counting_what_happens_is_counted_again(
    client: Client, reviewer: User, address: str, decided: Hand, project: Project
) -> None:
    ProcrastinateJob.objects.all().delete()
    client.force_login(reviewer)
    record(verb="span.accept", by=reviewer, project_id=project.pk)
    client.get(address)
    assert not ProcrastinateJob.objects.exists()

    ProjectCount.objects.update(counted_at=timezone.now() - timedelta(minutes=2))
    client.get(address)
    assert ProcrastinateJob.objects.filter(task_name=jobs.count_figures.name).count() == 1


def test_a_part_of_the_page_is_the_figures_alone_and_asks_for_no_count(
    client: Client, reviewer: User, address: str, document: Document
) -> None:
    ProcrastinateJob.objects.all().delete()
    client.force_login(reviewer)
    answer = client.get(address, headers={"HX-Request": "true"})

    assert answer.content.decode().lstrip().startswith('<div id="statistics"')
    assert not ProcrastinateJob.objects.exists()


def test_it_takes_few_queries_however_much_was_decided(
    client: Client, reviewer: User, address: str, decided: Hand, project: Project
) -> None:
    row = DecisionCount.objects.filter(label__isnull=False)[0]
    DecisionCount.objects.bulk_create(
        DecisionCount(
            project=project,
            day=row.day - timedelta(days=n),
            label=row.label,
            rule="model",
            model_version="test 1.1",
            accepted=n,
        )
        for n in range(60)
    )
    client.force_login(reviewer)
    with counted() as statements:
        page = html(client, address)

    assert "test 1.1" in page
    assert len(statements) <= QUERIES


def test_other_projects_decisions_are_not_shown(
    client: Client, reviewer: User, address: str, decided: Hand, project: Project
) -> None:
    other = Project.objects.create(name="Other", slug="other")
    DecisionCount.objects.update(project=other)
    client.force_login(reviewer)

    assert Decision.objects.exists()
    assert "Nothing decided" in html(client, address)
