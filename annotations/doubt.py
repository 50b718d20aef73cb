"""How unsure the model is of an article's suggestions, as one number to order articles by. Pure.

An article of few suggestions says little: it counts as if it had some usual ones more. The number
ends in the article's own, so that no two are equal and lists can be paged by it.
"""

from __future__ import annotations

USUAL, AS_MANY = 0.1, 5
STEPS = 2**20
ARTICLES = 2**40


def of(scores: float, count: int) -> float:
    """The share of suggestions that is likely wrong, in 0..1, from the sum of their scores."""
    wrong = min(max(count - scores, 0.0), count)
    return (wrong + USUAL * AS_MANY) / (count + AS_MANY)


def key(doubt: float, article_id: int) -> int:
    """Greater for greater doubt; of equal doubts, for the newer article."""
    return round(doubt * STEPS) * ARTICLES + article_id


def share(key: int) -> float:
    """The doubt that a key was made of."""
    return key // ARTICLES / STEPS
