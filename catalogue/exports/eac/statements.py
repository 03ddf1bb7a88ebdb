"""Identity, description and relations: each claim a statement of its own that names its sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalogue.documents import AUTHORIZED, Document
from catalogue.documents.shape import TERM_SCHEMES
from catalogue.exports.eac.claims import Claims
from catalogue.exports.eac.dates import put_date, put_end
from catalogue.exports.eac.elements import Element, add, remark, rest_on
from catalogue.exports.eac.texts import put_text
from catalogue.exports.linked.vocabulary import REGISTERS
from catalogue.exports.site import Site
from catalogue.models import Kind, Standing

BEGIN: Mapping[str, str] = {Kind.PERSON: "birth", Kind.ORGANIZATION: "founded", Kind.UNIT: "formed"}
END: Mapping[str, str] = {Kind.PERSON: "death", Kind.ORGANIZATION: "dissolved", Kind.UNIT: "disbanded"}
FAMILY = "familia"
FACTS: Mapping[str, tuple[str, str]] = {
    "function": ("functions", "function"),
    "legal-status": ("legalStatuses", "legalStatus"),
    "": ("localDescriptions", "localDescription"),
    "mandate": ("mandates", "mandate"),
    "occupation": ("occupations", "occupation"),
}
"""Where an attribute stands, in the order of the standard; one without a place of its own is a local description."""
TARGETS: Mapping[str, str] = {
    Kind.PERSON: "person", Kind.UNIT: "corporateBody", Kind.ORGANIZATION: "corporateBody", Kind.SOURCE: "resource",
}  # fmt: skip
PLACED = frozenset({"born-at", "died-at", "seated-at", "stationed-at", "operated-at", "buried-at", "associated-place"})
"""Relations that lead to a place also where it is only named."""
TEXTS = {"biography": "biogHist", "history": "biogHist"}


class Description:
    """One public document of a person, unit or organization as statements."""

    def __init__(self, document: Document, site: Site) -> None:
        self.document, self.site = document, site
        self.claims = Claims(document)
        self.kind: str = document["kind"]

    def put(self, parent: Element) -> None:
        """Everything below `cpfDescription`."""
        self.put_identity(add(parent, "identity", localType=self.kind))
        description = add(parent, "description")
        self.put_facts(description)
        self.put_places(description)
        self.put_existence(description)
        for claim in self.claims.told("narratives"):
            put_text(description, TEXTS.get(claim["type"], "generalContext"), claim, self.claims)
        if not len(description):
            parent.remove(description)
        ties = [claim for claim in self.claims.told("relations") if self.is_tie(claim)]
        if ties:
            relations = add(parent, "relations")
            for claim in ties:
                self.put_tie(relations, claim)

    def put_identity(self, identity: Element) -> None:
        """What the entity is and how it is called."""
        sort = "person" if self.kind == Kind.PERSON else "corporateBody"
        add(identity, "entityType", value="family" if self.document.get("type") == FAMILY else sort)
        names = list(self.claims.told("names"))
        for claim in names:
            self.put_name(identity, claim)
        for each in self.document["identifiers"]:
            address = REGISTERS.get(each["scheme"], "").format(each["value"])
            add(identity, "identityId", each["value"], localType=each["scheme"], valueURI=address)
        # A form of name has no room for remarks.
        remark(identity, [(f"{c['text']}: {words}", note) for c in names for words, note in self.remarks_on_name(c)])

    def remarks_on_name(self, claim: Document) -> Iterable[tuple[str, str]]:
        """What is to be remarked on a name: that it is not the preferred one says its type."""
        return (each for each in self.claims.remarks({**claim, "standing": Standing.PREFERRED}) if each[0])

    def put_name(self, identity: Element, claim: Document) -> None:
        """One form of name, in its parts where these make up the whole."""
        first = claim["type"] == AUTHORIZED
        entry = add(
            identity, "nameEntry", localType=claim["type"], languageOfElement=claim["language"],
            scriptOfElement=claim["script"], status="authorized" if first else "alternative",
            preferredForm="true" if first else "",
        )  # fmt: skip
        rest_on(entry, self.claims.sources(claim))
        if claim["family"] and claim["given"] and claim["text"] == f"{claim['given']} {claim['family']}":
            add(entry, "part", claim["given"], localType="forename")
            add(entry, "part", claim["family"], localType="surname")
        else:
            add(entry, "part", claim["text"])
        if claim["date"] or claim["date_wording"]:
            put_date(add(entry, "useDates"), claim)

    def put_facts(self, description: Element) -> None:
        """What an attribute says, what the record is by its columns, and what happened when."""
        gender = self.column("gender")
        if gender:
            holder = add(add(description, "demographicDescriptions"), "demographicDescription", localType="gender")
            add(holder, "term", gender)
        attributes = list(self.claims.told("attributes"))
        for sort, (group, name) in FACTS.items():
            chosen = [each for each in attributes if (each["property"] if each["property"] in FACTS else "") == sort]
            holder = add(description, group)
            if not sort:
                self.put_columns(holder)
            for claim in chosen:
                self.put_fact(holder, name, claim, self.claims.value(claim), claim["property"])
            for claim in self.others() if not sort else ():
                self.put_fact(holder, name, claim, *self.words_of(claim))
            if not len(holder):
                description.remove(holder)

    def put_columns(self, holder: Element) -> None:
        """What the record is: an echelon, a branch, a type."""
        for key in ("type", "echelon", "branch", "allegiance"):
            if words := self.column(key):
                add(add(holder, "localDescription", localType=key), "term", words)

    def column(self, key: str) -> str:
        """The words of a column that holds a term."""
        scheme = TERM_SCHEMES.get((self.kind, key))
        value = self.document.get(key)
        return self.claims.label(f"{scheme}/{value}", value) if scheme and value else ""

    def others(self) -> list[Document]:
        """Claims for which the standard has no element: dates of other sorts, and ties to events."""
        ends = (BEGIN[self.kind], END[self.kind])
        dates = [each for each in self.claims.told("datings") if each["type"] not in ends]
        ties = [each for each in self.claims.told("relations") if not self.is_tie(each) and not self.is_place(each)]
        return [*dates, *ties]

    def words_of(self, claim: Document) -> tuple[str, str]:
        """What such a claim says, and its sort."""
        if "object" not in claim:
            return self.claims.label(f"dating-type/{claim['type']}", claim["type"]), claim["type"]
        return claim["object"]["title"], claim["type"]

    def put_fact(self, holder: Element, name: str, claim: Document, words: str, sort: str) -> None:
        """One fact with its date; of a tie to an event, also where that is described."""
        address = self.address(claim.get("object"))
        fact = rest_on(add(holder, name, localType=sort, valueURI=address), self.claims.sources(claim))
        add(fact, "term", words or sort)
        put_date(fact, claim)
        remark(fact, self.claims.remarks(claim, self.role(claim)))

    def put_places(self, description: Element) -> None:
        """The places that the entity is tied to, each in its role."""
        ties = [claim for claim in self.claims.told("relations") if self.is_place(claim)]
        if not ties:
            return
        holder = add(description, "places")
        for claim in ties:
            place = rest_on(add(holder, "place", localType=claim["type"]), self.claims.sources(claim))
            target = claim["object"] or {"title": claim["object_text"]}
            add(place, "placeName", target["title"], valueURI=self.address(claim["object"]))
            add(place, "placeRole", self.claims.label(f"relation-type/{claim['type']}", claim["type"]))
            put_date(place, claim)
            remark(place, self.claims.remarks(claim, self.role(claim)))

    def put_existence(self, description: Element) -> None:
        """The dates of existence: beginning and end together, rivals each on its own."""
        told = list(self.claims.told("datings"))
        begins = [each for each in told if each["type"] == BEGIN[self.kind]]
        ends = [each for each in told if each["type"] == END[self.kind]]
        pairs = [(begins[:1], ends[:1]), *(([each], []) for each in begins[1:]), *(([], [each]) for each in ends[1:])]
        for begin, end in pairs:
            if begin or end:
                self.put_life(description, begin, end)

    def put_life(self, description: Element, begin: list[Document], end: list[Document]) -> None:
        """A beginning, an end, or both, each with its own sources."""
        standing = next(iter(begin or end))["standing"]
        exist = add(description, "existDates", localType="" if standing == Standing.PREFERRED else standing)
        ends = add(exist, "dateRange")
        for name, claims in (("fromDate", begin), ("toDate", end)):
            for claim in claims:
                rest_on(put_end(ends, name, claim), self.claims.sources(claim))
        remark(exist, [each for claim in (*begin, *end) for each in self.claims.remarks(claim)])

    def is_place(self, claim: Document) -> bool:
        """Whether a relation leads to a place."""
        if claim["object"]:
            return bool(claim["object"]["kind"] == Kind.PLACE)
        return claim["type"] in PLACED

    def is_tie(self, claim: Document) -> bool:
        """Whether a relation leads to somebody, or to a work."""
        if claim["object"]:
            return claim["object"]["kind"] in TARGETS
        return claim["type"] not in PLACED and bool(claim["object_text"])

    def put_tie(self, relations: Element, claim: Document) -> None:
        """A relation to another entity; one that is only named is an agent of whatever sort."""
        tie = rest_on(add(relations, "relation"), self.claims.sources(claim))
        target = claim["object"] or {"kind": "", "title": claim["object_text"]}
        sort_of_target = TARGETS.get(target["kind"], "agent")
        entity = add(tie, "targetEntity", targetType=sort_of_target, valueURI=self.address(claim["object"]))
        add(entity, "part", target["title"])
        put_date(tie, claim)
        sort = claim["type"]
        add(tie, "relationType", self.claims.label(f"relation-type/{sort}", sort), localType=sort)
        if role := self.role(claim):
            add(tie, "targetRole", role)
        remark(tie, self.claims.remarks(claim, (claim["context"] or {}).get("title", "")))

    def address(self, target: Document | None) -> str:
        """The permanent address of an entry, if there is one."""
        return self.site.address(f"/id/{target['uuid']}") if target else ""

    def role(self, claim: Document) -> str:
        """As what somebody was tied to something."""
        if claim.get("role"):
            return self.claims.label(f"role/{claim['role']}", claim["role"])
        return str(claim.get("role_text") or "")
