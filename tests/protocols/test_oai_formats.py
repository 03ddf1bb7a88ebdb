"""The formats of OAI-PMH, each on its own."""

from __future__ import annotations

from catalogue.exports.dublin_core import Statement
from catalogue.protocols.oai.formats import described
from catalogue.text import xml_text


def test_letters_that_no_xml_file_can_hold_are_left_out() -> None:
    words = "a\x00b\x0bc\ud800d\ufffee\tf𐀀"

    assert described([Statement("title", words)])[0].text == xml_text(words) == "abcde\tf𐀀"
