"""Bytes to text: a file is read in the encoding that it has, or refused; never garbled."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from catalogue.ingest.bibliography.entries import Unreadable

ENCODINGS = ("utf-8", "cp1252", "cp1250", "mac-roman")
"""Encodings that a curator can name; UTF-8 and UTF-16 with their mark are recognised."""
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(data: bytes, encoding: str = "") -> str:
    """The text of a file with plain line ends; raises Unreadable with the first line that is in another encoding."""
    marked = next((name for mark, name in _MARKS if data.startswith(mark)), "")
    name = marked or encoding or "utf-8"
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        where = data.count(b"\n", 0, error.start) + 1
        message = _("line %(line)d is not %(encoding)s. Save the file as UTF-8, or say which encoding it has.")
        raise Unreadable(message % {"line": where, "encoding": name.removesuffix("-sig").upper()}) from error
    if "\0" in text:
        raise Unreadable(_("this is not a text file."))
    return text.replace("\r\n", "\n").replace("\r", "\n")
