"""What a version must not lose, and from how many names on a loss counts."""

from __future__ import annotations

from annotations.suggest import gate
from annotations.suggest.gate import Count, Figure


def lost(*figures: Figure) -> list[str]:
    return [each.label for each in gate.losers(figures)]


def figure(label: str, gold: int, before: int, after: int) -> Figure:
    """Names of `gold`, so many of them found before and after, and nothing wrong beside."""
    return Figure(label, Count(gold, gold, before), Count(gold, gold, after))


def test_a_name_is_right_with_its_edges_and_its_label() -> None:
    gold = [(0, 4, "GPE"), (10, 14, "ORG"), (20, 25, "PERSON")]
    found = [(0, 4, "GPE"), (10, 14, "GPE"), (20, 24, "PERSON")]

    assert gate.count(gold, found) == {
        "GPE": Count(gold=1, found=2, right=1),
        "ORG": Count(gold=1),
        "PERSON": Count(gold=1, found=1),
    }


def test_f_weighs_what_is_missing_and_what_is_wrong_alike() -> None:
    assert Count(gold=10, found=6, right=4).f == 0.5
    assert Count().f == Count(gold=3).f == 0


def test_texts_are_added_up() -> None:
    one, other = gate.count([(0, 4, "GPE")], []), gate.count([], [(0, 4, "GPE")])

    assert gate.added([one, other, one]) == {"GPE": Count(gold=2, found=1)}


def test_two_points_may_be_lost_and_no_more() -> None:
    assert lost(figure("ORG", 100, 80, 78)) == []
    assert lost(figure("ORG", 100, 80, 77)) == ["ORG"]


def test_one_label_may_not_pay_for_another() -> None:
    assert lost(figure("ORG", 100, 50, 99), figure("GPE", 100, 80, 70)) == ["GPE"]


def test_labels_with_few_names_are_judged_together() -> None:
    """Of ten names one is ten points: alone it says nothing, with others it may."""
    assert lost(figure("LAW", 10, 8, 6), figure("EVENT", 40, 30, 32)) == []
    assert lost(figure("LAW", 10, 8, 7), figure("EVENT", 40, 30, 29)) == [gate.RARE]
    assert lost(figure("LAW", 10, 8, 6), figure("ORG", 100, 80, 90)) == [gate.RARE]


def test_one_name_of_very_few_may_be_lost() -> None:
    assert lost(figure("LAW", 10, 8, 7)) == []
    assert lost(figure("LAW", 1, 1, 0)) == []


def test_a_new_label_has_nothing_to_lose() -> None:
    figures = gate.figures({"ORG": Count(60, 60, 50)}, {"ORG": Count(60, 60, 50), "SHIP": Count()})

    assert lost(*figures) == []
    assert [each.label for each in figures] == ["ORG", "SHIP"]


def test_the_sentence_says_what_is_lost_where_and_how_much() -> None:
    assert gate.sentence({"held-out gold": [], "rehearsal": []}) == ""
    assert gate.sentence({"held-out gold": [figure("ORG", 100, 80, 70)], "rehearsal": []}) == (
        "More than 2 points are lost: ORG on held-out gold (80.0 → 70.0)."
    )


def test_figures_survive_the_database() -> None:
    figures = [figure("ORG", 100, 80, 70), figure("GPE", 5, 4, 3)]

    assert gate.from_json(gate.to_json(figures)) == figures  # type: ignore[arg-type]
