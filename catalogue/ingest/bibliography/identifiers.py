"""DOI, ISBN and addresses in the form in which two of them can be compared."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_ISBN = re.compile(r"(?<![\d-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\dXx-])")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid)=")


def plain_doi(words: str) -> str:
    """A DOI without the address before it."""
    found = _DOI.search(words)
    return found.group().rstrip(".,;") if found else words.strip()


def doi_key(words: str) -> str:
    """What two writings of a DOI have in common; empty for what is none."""
    found = _DOI.search(words)
    return found.group().rstrip(".,;").lower() if found else ""


def first_isbn(words: str) -> tuple[str, str]:
    """The first ISBN of a field as it is written, and the others."""
    found = [each.group() for each in _ISBN.finditer(words)]
    if not found or len(found) == 1 == len(words.split()):
        return words.strip(), ""
    return found[0], " ".join(found[1:])


def isbn_keys(words: str) -> set[str]:
    """The ISBN of a field in 13 figures, whichever of the two forms is written."""
    return {isbn_13(re.sub(r"[^\dXx]", "", each.group())) for each in _ISBN.finditer(words)}


def isbn_13(figures: str) -> str:
    """An ISBN-10 as ISBN-13, with the other check figure."""
    if len(figures) != 10:
        return figures
    body = f"978{figures[:9]}"
    total = sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(body))
    return f"{body}{-total % 10}"


def url_key(words: str) -> str:
    """An address without scheme, www, fragment, idle slash and tracking; empty for a bare host, which names no work."""
    try:
        parts = urlsplit(words.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https"):
        return ""
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    query = "&".join(sorted(part for part in parts.query.split("&") if part and not _TRACKING.match(part)))
    path = parts.path.rstrip("/")
    return f"{host}{path}?{query}".removesuffix("?") if path or query else ""
