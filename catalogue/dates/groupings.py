"""Groupings of months within a year: the codes 21 to 41 that stand where a month stands.

Convention: the seasons are the quarters of the calendar year in which they are written (21 spring is January to
March, 24 winter October to December), as the reference implementations edtf.js and edtf-java count them. The
standard leaves the months open; quarters keep a season inside its year, so that 1947-12-20/1948-21 stays in order.
The seasons of the southern hemisphere (29 to 32) are the same quarters in the southern order: 29 spring is October
to December, 30 summer January to March, 31 autumn April to June, 32 winter July to September.
"""

from __future__ import annotations

MONTHS: dict[int, tuple[int, int]] = {
    21: (1, 3),
    22: (4, 6),
    23: (7, 9),
    24: (10, 12),
    25: (1, 3),
    26: (4, 6),
    27: (7, 9),
    28: (10, 12),
    29: (10, 12),
    30: (1, 3),
    31: (4, 6),
    32: (7, 9),
    33: (1, 3),
    34: (4, 6),
    35: (7, 9),
    36: (10, 12),
    37: (1, 4),
    38: (5, 8),
    39: (9, 12),
    40: (1, 6),
    41: (7, 12),
}


def level(code: int) -> int:
    """The four plain seasons are of level 1, the other groupings of level 2."""
    return 1 if code <= 24 else 2
