"""Which characters a file of XML can hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text without what no file of XML can hold (XML 1.0, production 2)."""
    return _NOT_XML.sub("", text)
