"""Letters and marks: folding, alphabetical order, citekeys, places in a source, citation marks."""

from __future__ import annotations

from catalogue.text.cites import Cite, MarkError, parse_cites, print_cite, print_cites
from catalogue.text.folding import comma_letters, fold, initial, slugify
from catalogue.text.keys import UNIDENTIFIED, is_key, nearest_keys
from catalogue.text.likeness import initials, likeness, name_words, skeleton
from catalogue.text.loci import LABELS, Locus, locator_sort_key, print_locus, read_locus
from catalogue.text.marks import Mark, parse_marks, replace_marks
from catalogue.text.naming import PARTICLES, RANKS, name_parts, same_name
from catalogue.text.sorting import sort_key
from catalogue.text.xml import xml_text

__all__ = [
    "LABELS",
    "PARTICLES",
    "RANKS",
    "UNIDENTIFIED",
    "Cite",
    "Locus",
    "Mark",
    "MarkError",
    "comma_letters",
    "fold",
    "initial",
    "initials",
    "is_key",
    "likeness",
    "locator_sort_key",
    "name_parts",
    "name_words",
    "nearest_keys",
    "parse_cites",
    "parse_marks",
    "print_cite",
    "print_cites",
    "print_locus",
    "read_locus",
    "replace_marks",
    "same_name",
    "skeleton",
    "slugify",
    "sort_key",
    "xml_text",
]
