from __future__ import annotations

from typing import Any

import pytest

from catalogue.admin.numbers import NumberError, print_number, read_number


def number(low: str | None, high: str | None, unit: str = "", *, approximate: bool = False) -> dict[str, Any]:
    return {"low": low, "high": high, "approximate": approximate, "unit": unit}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16000", number("16000", "16000")),
        ("16 000 men", number("16000", "16000", "men")),
        ("15000-16000", number("15000", "16000")),
        ("15 000 – 16 000 hombres", number("15000", "16000", "hombres")),
        ("unos 16 000 empleados", number("16000", "16000", "empleados", approximate=True)),
        ("c. 45,8 km²", number("45.8", "45.8", "km²", approximate=True)),
        ("> 300", number("300", None)),
        ("más de 300", number("300", None)),
        ("<= 12 million lei", number(None, "12", "million lei")),
        ("0", number("0", "0")),
        ("-5 °C", number("-5", "-5", "°C")),
    ],
)
def test_a_number_is_read_as_a_curator_types_it_and_printed_so_that_it_reads_the_same(
    text: str, meant: dict[str, Any]
) -> None:
    assert read_number(text) == meant
    assert read_number(print_number(meant)) == meant


@pytest.mark.parametrize("text", ["muchos", "16.000", "20-10", "> 10-20", "unos"])
def test_what_is_no_clear_number_is_refused(text: str) -> None:
    with pytest.raises(NumberError):
        read_number(text)


def test_no_words_are_no_number() -> None:
    assert read_number("  ") is None
    assert print_number(None) == ""
