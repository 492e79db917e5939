"""Face search: false matches as the gallery grows. Comparisons count as independent, which the texts say."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import expm1, log1p

from toolkit.core.explore.chance import NEARLY_ALL
from toolkit.core.explore.inputs import Inputs, decimal, whole
from toolkit.core.explore.shown import Figure, Lines, Row, Sentence, Series, Shown, Table, count, say, share

GALLERIES = (1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)


@dataclass(frozen=True, slots=True)
class FaceSearch(Inputs):
    """False matches in 1,000,000 comparisons, faces in the gallery, searches a year; shares in percent.

    `present`: searches whose person is in the gallery; `hit_rate`: of these, searches that return the right person.
    """

    false_matches: Fraction = field(default=Fraction(1), metadata=decimal(0, 1000, "0.1"))
    gallery: Fraction = field(default=Fraction(500_000), metadata=whole(1000, 10_000_000, 1000))
    searches: Fraction = field(default=Fraction(1000), metadata=whole(100, 100_000, 100))
    present: Fraction = field(default=Fraction(30), metadata=decimal(0, 100, 1))
    hit_rate: Fraction = field(default=Fraction(90), metadata=decimal(0, 100, 1))


@dataclass(frozen=True, slots=True)
class Searches:
    """Chances for a search, numbers for a year. `right_of_answered` is None if no search returns anybody.

    `false_alone`: searches for somebody who is not in the gallery that return a wrong person: nobody else can be right.
    """

    any_false: float
    false_candidates: float
    one_to_one: float
    found: float
    missed: float
    false_alone: float
    wrong_beside: float
    answered: float
    right_of_answered: float | None


def any_false(rate: float, gallery: int) -> float:
    """P(at least one false match) = 1 − (1 − rate)^gallery, without loss of digits for tiny rates."""
    if rate >= 1:
        return float(gallery > 0)
    return min(-expm1(gallery * log1p(-rate)), NEARLY_ALL)


def solve(chosen: FaceSearch) -> Searches:
    """A search and a year of searches."""
    rate, gallery = float(chosen.false_matches / 1_000_000), int(chosen.gallery)
    present = float(chosen.searches * chosen.present / 100)
    absent, hit = float(chosen.searches) - present, float(chosen.hit_rate / 100)
    alone, beside = any_false(rate, gallery), any_false(rate, gallery - 1)
    answered = absent * alone + present * (1 - (1 - hit) * (1 - beside))
    return Searches(
        any_false=alone,
        false_candidates=rate * gallery,
        one_to_one=float(chosen.searches) * rate,
        found=present * hit,
        missed=present * (1 - hit),
        false_alone=absent * alone,
        wrong_beside=present * beside,
        answered=answered,
        right_of_answered=present * hit / answered if answered else None,
    )


HEADLINE = say(
    "With {gallery} faces in the gallery, the chance that a search brings up at least one wrong person is {chance}. "
    "Searches a year that bring up wrong people only, because the right one is not in the gallery: "
    "{alone} of {searches}."
)


def show(chosen: FaceSearch, found: Searches) -> Shown:
    """The chance of a false match as a line over the size of the gallery."""
    values = {
        "gallery": count(chosen.gallery),
        "chance": share(found.any_false),
        "searches": count(chosen.searches),
        "alone": count(found.false_alone, digits=0),
    }
    return Shown(Sentence(HEADLINE, values), _figures(found), _table(chosen), _lines(chosen), found)


def _figures(found: Searches) -> tuple[Figure, ...]:
    year = say("searches a year")
    return (
        Figure(say("Chance of a wrong person in one search"), share(found.any_false)),
        Figure(say("Wrong candidates to expect in one search"), count(found.false_candidates)),
        Figure(say("Right person returned"), count(found.found), year),
        Figure(say("Right person in the gallery, but not returned"), count(found.missed), year),
        Figure(say("Only wrong people returned, person not in the gallery"), count(found.false_alone), year),
        Figure(say("Searches with an answer in which the right person is"), share(found.right_of_answered)),
        Figure(say("False matches if each search compared only two faces"), count(found.one_to_one), year),
    )


def _sizes(chosen: FaceSearch) -> list[int]:
    return sorted({*GALLERIES, int(chosen.gallery)})


def _table(chosen: FaceSearch) -> Table:
    rate = chosen.false_matches / 1_000_000
    absent = chosen.searches * (100 - chosen.present) / 100
    headers = (
        say("Faces in the gallery"),
        say("Chance of a wrong person in one search"),
        say("Wrong candidates to expect in one search"),
        say("Searches a year that return only wrong people"),
    )
    chances = ((size, any_false(float(rate), size)) for size in _sizes(chosen))
    rows = (
        Row(count(n), (share(p), count(rate * n), count(float(absent) * p)), chosen=n == chosen.gallery)
        for n, p in chances
    )
    return Table(say("The same system with galleries of other sizes"), headers, tuple(rows))


def _lines(chosen: FaceSearch) -> Lines:
    rate, sizes = float(chosen.false_matches / 1_000_000), _sizes(chosen)
    chances = tuple(any_false(rate, size) for size in sizes)
    series = Series(say("Chance of a wrong person in one search"), chances, "wrong")
    xs = tuple(count(size) for size in sizes)
    return Lines(say("Faces in the gallery"), xs, (series,), mark=count(chosen.gallery), even=True)
