"""Writing answers: documents that are stored as JSON go into a list as they stand, without being read first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from rest_framework.renderers import JSONRenderer


class Texts(tuple[str, ...]):
    """The items of one list of an answer, each as JSON text."""

    __slots__ = ()


class SplicingJson(JSONRenderer):
    """JSON in which lists of texts, at the top of an answer, are spliced in."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The answer as bytes; what holds no texts is written as ever."""
        if not isinstance(data, dict) or not any(isinstance(value, Texts) for value in data.values()):
            return super().render(data, accepted_media_type, renderer_context)
        return b"".join(self._pieces(data))

    def _pieces(self, data: Mapping[str, Any]) -> Iterator[bytes]:
        """The parts of the answer; megabytes of documents are put together once, and never as one text."""
        sign = b"{"
        for key, value in data.items():
            yield b"%s%s:" % (sign, self._dumped(key))
            yield from _list_of(value) if isinstance(value, Texts) else (self._dumped(value),)
            sign = b","
        yield b"}"

    def _dumped(self, value: Any) -> bytes:
        separators = (",", ":")
        return encoded(json.dumps(value, cls=self.encoder_class, ensure_ascii=self.ensure_ascii, separators=separators))


def _list_of(texts: Texts) -> Iterator[bytes]:
    sign = b"["
    for text in texts:
        yield sign
        yield encoded(text)
        sign = b","
    yield b"]" if texts else b"[]"


def encoded(text: str) -> bytes:
    """The text as it is sent; two signs that JSON allows end a line where it is read as a script, and are escaped."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
