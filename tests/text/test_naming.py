"""Whether two writings of a name can be one: what takes much, and what takes little."""

from __future__ import annotations

import pytest

from catalogue.text import PARTICLES, RANKS, name_parts, same_name

SURE = 0.9


def degree(one: str, other: str) -> float:
    return round(same_name(name_parts(one), name_parts(other), PARTICLES | RANKS), 6)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Antonescu, Ion", "Ion Antonescu"),
        ("Gen. Constantin Sanatescu", "Constantin Sănătescu"),
        ("Fiodor Tolbuhin", "Fiodor Tolbukhin"),
        ("Constantin Sanetescu", "Constantin Sănătescu"),
        ("Cosntantin Sanatescu", "Constantin Sănătescu"),
        ("2-й фронт", "2.º Front"),
        ("P.C.R.", "PCR"),
    ],
)
def test_one_name_is_recognised(one: str, other: str) -> None:
    assert degree(one, other) == degree(other, one) >= SURE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("55.º Ejército", "57.º Ejército"),
        ("Constitución de 1948", "Constitución de 1952"),
        ("Miguel II de Rumania", "Miguel I de Rumania"),
        ("Iulia Maniu", "Iuliu Maniu"),
        ("Ana Lupa", "Ana Luca"),
        ("I. Antonescu", "Ion Antonescu"),
        ("general Antonescu", "Ion Antonescu"),
        ("L. Pa.", "Lucrețiu Pătrășcanu"),
        ("", ""),
    ],
)
def test_another_name_is_not_sure(one: str, other: str) -> None:
    assert degree(one, other) == degree(other, one) < SURE


def test_an_initial_counts_more_than_another_name_and_less_than_the_name() -> None:
    assert degree("Ion Antonescu", "Mihai Antonescu") < degree("M. Antonescu", "Mihai Antonescu") < 1
