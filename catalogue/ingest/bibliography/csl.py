"""CSL-JSON, as Zotero and others export it."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _

from catalogue.documents.resolving import is_storable
from catalogue.ingest.bibliography.entries import Entry, Read, Trouble, Unreadable


def read_csl(text: str) -> Read:
    """The entries of a file of CSL-JSON: a list of objects, or one under `items`."""
    try:
        found: Any = json.loads(text)
    except json.JSONDecodeError as error:
        message = _("line %(line)d, column %(column)d is not JSON: %(reason)s.")
        values = {"line": error.lineno, "column": error.colno, "reason": error.msg}
        raise Unreadable(message % values) from error
    except RecursionError as error:
        raise Unreadable(_("this is not a list of works in CSL-JSON.")) from error
    if isinstance(found, dict):
        found = found.get("items", [found])
    if not isinstance(found, list):
        raise Unreadable(_("this is not a list of works in CSL-JSON."))
    read = Read()
    for number, item in enumerate(found, start=1):
        place = _("entry %(number)d") % {"number": number}
        if not is_storable(json.dumps(item, ensure_ascii=False)) or "\\u0000" in json.dumps(item):
            message = _("has a NUL character or half a Unicode character; take it out.")
            read.troubles.append(Trouble(place, "", "", message))
        elif isinstance(item, dict):
            read.entries.append(Entry(place, str(item.get("id") or ""), dict(item)))
        else:
            read.troubles.append(Trouble(place, "", "", _("an entry is an object with keys, such as type and title.")))
    return read
