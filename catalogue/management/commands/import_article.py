"""Import an article with notes as a narrative."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from catalogue.curation import Conflict, SaveRefused
from catalogue.ingest.articles import Article, ArticleRefused, Target, import_article, narrative_text, read_article
from catalogue.ingest.bibliography import ENCODINGS, Unreadable
from catalogue.ingest.bibliography.encodings import decode
from catalogue.ingest.bibliography.keys import tidy_key
from catalogue.models import Record
from catalogue.text import slugify


class Command(BaseCommand):
    """Reads a text with numbered marks and its list of notes, and says what each note was taken for."""

    help = "Import an article with [n] marks and notes as a narrative of a record (docs/importing-sources.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text", type=Path, metavar="TEXT", help="the article: plain text, Markdown or HTML")
        parser.add_argument("--record", required=True, help="the record: kind/slug, as event/proclama, or its UUID")
        parser.add_argument("--notes", type=Path, help="the list of notes, if it does not stand at the end of the text")
        parser.add_argument("--article", default="", help="citekey of the article itself, made if there is none")
        parser.add_argument("--article-title", default="", help="title of the article, if it is made a source")
        parser.add_argument("--type", default="note", help="type of the narrative: biography, history, note…")
        parser.add_argument("--language", default="es", help="language of the text")
        parser.add_argument(
            "--via", action="store_true", help="cite the sources as read in the article, since they were not seen"
        )
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="encoding of the files, if not UTF-8")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--reason", default="", help="the reason kept in the history of the record")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["text"]
        data = self.read(path)
        notes = self.read(options["notes"]) if options["notes"] else b""
        try:
            text, listed = decode(data, options["encoding"]), decode(notes, options["encoding"])
            target = self.target(path, options)
            article = read_article(text, listed)
            self.tell(article, narrative_text(article, target))
            result = import_article(
                article,
                target,
                data=data,
                reason=options["reason"] or f"import of {path.name}",
                dry_run=options["dry_run"],
            )
        except (Unreadable, ArticleRefused, Conflict) as error:
            raise CommandError(f"{path.name}: {error}") from error
        except SaveRefused as error:
            raise CommandError("\n".join(f"{each.pointer}: {each.message}" for each in error.problems)) from error
        outcome = result.saved.outcome if result.saved else ""
        self.stdout.write(f"{'Would be' if options['dry_run'] else 'Imported'}: {target.record} {outcome}.")

    def read(self, path: Path) -> bytes:
        """The bytes of a file."""
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file.")
        return path.read_bytes()

    def target(self, path: Path, options: dict[str, Any]) -> Target:
        """Where the article goes."""
        kind, _slash, slug = options["record"].partition("/")
        wanted = Q(kind=kind, slug=slug) if slug else Q(uuid=uuid_of(kind))
        record = Record.objects.filter(wanted).first()
        if record is None:
            raise CommandError(f"There is no record “{options['record']}”; name it as kind/slug or by its UUID.")
        return Target(
            record=record,
            article=tidy_key(options["article"] or slugify(path.stem)) or "article",
            article_title=options["article_title"],
            type=options["type"],
            language=options["language"],
            seen_in_article=options["via"],
            file_name=path.name,
        )

    def tell(self, article: Article, text: str) -> None:
        """Shows the text with its marks, what each note was taken for, and what was left over."""
        self.stdout.write(text)
        for reading in article.readings.values():
            for part in reading.parts:
                taken = (
                    f"@{part.citekey}, {part.place} ({part.why}, {part.score:.2f})" if part.citekey else "unresolved"
                )
                near = ", ".join(f"@{each.citekey}" for each in part.candidates if each.citekey != part.citekey)
                self.stdout.write(f"[{reading.label.shown}] {taken}{f'; or: {near}' if near else ''} <- {part.words}")
        for label, message in article.report():
            self.stderr.write(f"[{label}] {message}" if label else message)


def uuid_of(words: str) -> UUID:
    """The UUID that words are; one that nothing has, if they are none."""
    try:
        return UUID(words)
    except ValueError:
        return UUID(int=0)
