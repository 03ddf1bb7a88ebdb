"""The table of a result, in Markdown: goals first, then every system, then what else was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bench.goals import PROJECT, figure, quotient
from bench.questions import ASKED_IN_WAYS, WAYS, WORKLOADS

Json = dict[str, Any]
ALL = {f"{name} {way}": f"{name}, {words}" for way, words in WAYS.items() for name in ASKED_IN_WAYS}
FROM_ONE_PROCESS = ("landing", "frequent", "medium", "rare", "disjunctive")


def report(result: Json) -> str:
    """The whole page."""
    parts = [
        *heading(result),
        *goals(result["goals"]),
        *systems(result["systems"]),
        *ratios(result["systems"]),
        *pages(result),
        *files(result["files"]),
        *memory(result),
        *growth(result["growth"]),
        *drawn(result["questions"]),
    ]
    return "\n".join(parts) + "\n"


def heading(result: Json) -> Iterator[str]:
    """Of what the figures are, and on what they were read."""
    shape, machine = result["shape"], result["machine"]
    server = machine["postgresql"]
    yield f"# {shape['records']:,} records, {result['date'][:10]}"
    yield ""
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    settings = ", ".join(f"{name} {value}" for name, value in server.items() if name != "server_version")
    size = f"{machine['memory_bytes'] / 2**30:.0f} GB"
    yield f"Seed {shape['seed']}. {machine['cores']} cores, {size}, {machine['system']}, load {machine['load_before']}"
    yield f"before the run. Python {machine['python']}, SQLite {machine['sqlite']}, {packages}."
    yield f"PostgreSQL {server['server_version']} ({settings})."
    yield "One client; milliseconds: warm median · 95th percentile · first time asked."
    yield "≠ marks answers that are not the oracle's."
    for name, fault in result["failed"].items():
        yield f"**{name} did not come to its end: {fault}**"


def goals(rows: Sequence[Json]) -> Iterator[str]:
    """What was to be reached."""
    reached = sum(row["reached"] is True for row in rows)
    yield from section(f"Goals: {reached} of {len(rows)} reached")
    words = {True: "yes", False: "**no**", None: "–"}
    yield from table(
        ("goal", "wanted", "this run", "reached", "by how much it is missed"),
        ((row["name"], row["wanted"], row["value"], words[row["reached"]], row["miss"]) for row in rows),
    )


def systems(found: Json) -> Iterator[str]:
    """Each workload beside each system."""
    yield from section("Workloads")
    yield from table(
        ("workload", *found),
        ((words, *(cell(system, name) for system in found.values())) for name, words in (WORKLOADS | ALL).items()),
    )
    remarks = [
        f"{name}, {workload}: {each['words']}"
        for name, system in found.items()
        for workload, each in system.get("workloads", {}).items()
        if each["words"] != "equal"
    ]
    missing = [f"{name}: {system['missing']}" for name, system in found.items() if "missing" in system]
    yield ""
    yield from (f"- {each}" for each in [*missing, *remarks])


def cell(system: Json, workload: str) -> str:
    """One system in one workload."""
    each = system.get("workloads", {}).get(workload)
    if not each:
        return "–"
    if each["fault"]:
        return f"≠ {each['fault']}"
    mark = "" if each["equal"] else "≠ "
    return mark + times(each)


def times(each: Json) -> str:
    """Median, 95th percentile, first time."""
    return " · ".join(figure(each[key]) for key in ("median_ms", "p95_ms", "cold_ms") if each[key] is not None)


def ratios(found: Json) -> Iterator[str]:
    """The project's warm median as a share of each peer's."""
    peers = [name for name in found if name != PROJECT and "missing" not in found[name]]
    yield from section("Legajo's median divided by each peer's")

    def row(workload: str) -> Iterator[str]:
        mine = found[PROJECT].get("workloads", {}).get(workload, {})
        for peer in peers:
            other = found[peer]["workloads"].get(workload, {})
            share = quotient(mine.get("median_ms"), other.get("median_ms"))
            right = mine.get("equal") and other.get("equal")
            yield "–" if share is None else figure(share) + ("" if right else " (≠)")

    yield from table(("workload", *peers), ((name, *row(name)) for name in WORKLOADS))


def pages(result: Json) -> Iterator[str]:
    """Whole answers, saves and lists of documents."""
    yield from section("Whole answers, saves, documents")
    rows = [(f"HTTP: {name}", times(each)) for name, each in result["web"].get("workloads", {}).items()]
    rows += [(f"save: {name}", times(each)) for name, each in result["saving"].items() if isinstance(each, dict)]
    documents = result["documents"].items()
    rows += [(f"100 documents, {name}", times(each)) for name, each in documents if isinstance(each, dict)]
    indexing = result["indexing"]
    for key, words in (("seconds", "index from nothing"), ("online_seconds", "index anew while the site stays up")):
        if key in indexing:
            rate = indexing["records"] / indexing[key]
            rows.append((words, f"{figure(rate)} records/s ({indexing[key]:.1f} s)"))
    yield from table(("what", "ms, or as said"), rows)


def files(found: Json) -> Iterator[str]:
    """Import and export."""
    yield from section("Files")

    def rows() -> Iterator[tuple[str, ...]]:
        for name, each in found.items():
            claims = (
                f"{each['claims'] / each['records']:.1f} claims, {each['footnotes'] / each['records']:.1f} footnotes"
            )
            yield line(f"import, {name}", each, each["import_s"], f"{each['records']:,} ({claims} each)")
            if "export" in each:
                yield line(f"export, {name}", each["export"], each["export"]["export_s"], f"{each['records']:,}")

    def line(name: str, each: Json, seconds: float, records: str) -> tuple[str, ...]:
        rate, lines = figure(each["records"] / seconds), figure(each["lines"] / seconds)
        return (name, records, rate, lines, f"{seconds:.2f}", megabytes(each["peak_rss_bytes"]))

    yield from table(("what", "documents", "documents/s", "lines/s", "seconds", "peak memory, MB"), rows())


def memory(result: Json) -> Iterator[str]:
    """What each system holds, in memory and on disk."""
    yield from section("Memory of the serving process and size on disk (MB)")
    rows = [
        (
            name,
            megabytes(each["rss_bytes"]),
            megabytes(each["disk"].get("tables")),
            megabytes(each["disk"].get("indexes")),
        )
        for name, each in result["systems"].items()
        if "disk" in each
    ]
    rows.append(("Legajo's web worker", megabytes(result["web"].get("rss_bytes")), "", ""))
    yield from table(("system", "memory", "tables or file", "indexes"), rows)


def growth(found: Json) -> Iterator[str]:
    """How cost grows."""
    sizes = sorted({int(size) for each in found.values() for size in each["ms"]})
    yield from section("Growth of cost with the number of records (ms; exponent 0 is constant, 1 proportional)")
    rows = (
        (name, *(figure(each["ms"][str(size)]) if str(size) in each["ms"] else "–" for size in sizes),
         "–" if each["exponent"] is None else f"{each['exponent']:.2f}")
        for name, each in found.items()
    )  # fmt: skip
    yield from table(("what", *(f"{size:,}" for size in sizes), "exponent"), rows)


def drawn(questions: Json) -> Iterator[str]:
    """What was asked, so that it can be asked again."""
    yield from section("Drawn from the seed")
    for workload in (*FROM_ONE_PROCESS, "prefix"):
        if words := [str(each) for each in questions.get(workload, []) if each != 1]:
            yield f"- {workload}: {', '.join(words)}"


def section(title: str) -> Iterator[str]:
    """A heading."""
    yield from ("", f"## {title}", "")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table."""
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def megabytes(count: int | None) -> str:
    """Bytes as megabytes."""
    return "–" if count is None else figure(count / 2**20)
