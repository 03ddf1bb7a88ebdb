"""Works as BibTeX for biblatex: UTF-8, EDTF dates, the citekey of the catalogue as the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalogue.documents import Document
from catalogue.exports.references.csl import ARCHIVAL, Item, csl_item
from catalogue.exports.site import Site
from catalogue.models import Kind

TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "newspaper",
    "book": "book",
    "chapter": "incollection",
    "collection": "periodical",
    "dataset": "dataset",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "interview": "interview",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "map": "map",
    "motion_picture": "video",
    "personal_communication": "letter",
    "report": "report",
    "review": "review",
    "speech": "speech",
    "thesis": "thesis",
    "treaty": "treaty",
    "webpage": "online",
}
"""Types of biblatex; what is not among them is `misc`."""
JOURNALS = ("article", "newspaper", "review")
FIELDS = {
    "title": "title",
    "publisher": "publisher",
    "publisher-place": "location",
    "edition": "edition",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "number": "number",
    "version": "version",
    "ISBN": "isbn",
    "ISSN": "issn",
    "DOI": "doi",
    "URL": "url",
    "language": "langid",
    "archive": "archive",
    "archive_collection": "collection",
    "archive_location": "shelfmark",
    "annote": "annotation",
}
VERBATIM = {"url", "doi", "date", "urldate"}
ROLES = ("author", "editor", "translator")
_ESCAPED = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "&": r"\&",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_IN_ADDRESS = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(documents: Iterable[Document], *, site: Site) -> str:
    """A file of BibTeX."""
    return "\n".join(_entry(document, csl_item(document, site=site)) for document in documents)


def _entry(document: Document, item: Item) -> str:
    sort = TYPES.get(item["type"], "misc")
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(document, item, sort))
    return f"@{sort}{{{item['id']},\n{fields}}}\n"


def _fields(document: Document, item: Item, sort: str) -> Iterator[tuple[str, str]]:
    for role in ROLES:
        if item.get(role):
            yield role, " and ".join(map(_name, item[role]))
    if container := item.get("container-title"):
        yield "journaltitle" if sort in JOURNALS else "booktitle", _plain(container)
    for key, name in FIELDS.items():
        if value := str(item.get(key, "")):
            yield name, _written(name, value)
    yield from _dates(document)
    if document.get("level") in ARCHIVAL:
        yield "entrysubtype", "archival"


def _written(name: str, value: str) -> str:
    if name == "title":
        # In braces of its own, so that no style takes its capitals away.
        return f"{{{_plain(value)}}}"
    if name == "pages":
        return _plain(value.replace("-", "--"))
    return value.translate(_IN_ADDRESS) if name in VERBATIM else _plain(value)


def _dates(document: Document) -> Iterator[tuple[str, str]]:
    """Dates are EDTF in biblatex too."""
    source = document["kind"] == Kind.SOURCE
    issued = document["issued"] if source else document["modified_at"][:10]
    if issued:
        yield "date", issued
    if source and document["accessed"]:
        yield "urldate", document["accessed"]


def _plain(words: str) -> str:
    return " ".join(words.split()).translate(_ESCAPED)


def _name(name: Item) -> str:
    """A name with its family name first; one without parts stands in braces, so that it is not taken apart."""
    if name.get("literal"):
        return f"{{{_plain(name['literal'])}}}"
    return ", ".join(_plain(name[part]).replace(" and ", " {and} ") for part in ("family", "given") if name.get(part))
