"""LaTeX in a bibliography's values: accents, symbols and braces become the letters that they mean."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from pylatexenc.latex2text import LatexNodes2Text

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "textcommabelow": "\u0326", "textogonekcentered": "\u0328",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "S": "§", "P": "¶", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "textquotesingle": "'", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«", "guillemotright": "»",
    "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹", "guilsinglright": "›",
    "textexclamdown": "¡", "textquestiondown": "¿", "textordmasculine": "º", "textordfeminine": "ª", "textdegree": "°",
    "textasciitilde": "~", "textasciicircum": "^", "textbackslash": "\\", "textbar": "|", "textless": "<",
    "textgreater": ">", "textunderscore": "_", "textnumero": "№", "copyright": "©", "textcopyright": "©", "pounds": "£",
    "euro": "€", "texteuro": "€", "slash": "/", "relax": "", "noopsort": "", "newline": " ", "textperiodcentered": "·",
    "textcommabelow": "", "cprime": "ʹ", "cdprime": "ʺ", "LaTeX": "LaTeX", "TeX": "TeX", "quad": " ", "par": " ",
}  # fmt: skip
_ESCAPED = {**{sign: sign for sign in "&%$#_{}"}, " ": " ", "-": "", "/": "", ",": " ", ";": " ", "\\": " ", "@": ""}
_PLAIN = {
    *("emph", "textit", "textbf", "textsc", "textrm", "textsf", "texttt", "textup", "textmd", "textsl", "underline"),
    *("textsuperscript", "textsubscript", "mbox", "text", "url", "path", "nocase", "uppercase", "lowercase"),
    *("mkbibemph", "mkbibitalic", "bibstring", "ensuremath", "foreignlanguage", "href", "MakeUppercase"),
}
_SWITCHES = {
    "it",
    "em",
    "bf",
    "sc",
    "rm",
    "sf",
    "tt",
    "sl",
    "itshape",
    "bfseries",
    "scshape",
    "small",
    "large",
    "normalfont",
}
_DROPPED_FIRST = {"foreignlanguage", "href"}
_QUOTED = {"enquote": ("“", "”"), "mkbibquote": ("“", "”")}
_NAME = re.compile(r"[a-zA-Z]+")
_TYPED = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))


@dataclass(slots=True)
class Decoder:
    """Reads a value from left to right; commands that nobody knows stay as typed and are noted."""

    text: str
    position: int = 0
    unknown: list[str] = field(default_factory=list)

    def read(self, closing: str = "") -> str:
        """The text up to the closing brace, or to the end."""
        pieces = []
        while self.position < len(self.text):
            character = self.text[self.position]
            self.position += 1
            if character == closing:
                break
            if character == "{":
                pieces.append(self.read("}"))
            elif character == "\\":
                pieces.append(self._command())
            elif character != "}":
                pieces.append(self._typed(character))
        return "".join(pieces)

    def _typed(self, character: str) -> str:
        for typed, meant in _TYPED:
            if self.text.startswith(typed, self.position - 1):
                self.position += len(typed) - 1
                return meant
        return character

    def _command(self) -> str:
        found = _NAME.match(self.text, self.position)
        name = found.group() if found else self.text[self.position : self.position + 1]
        self.position += len(name)
        if name in _ACCENTS and not self._stands_alone():
            return self._accented(_ACCENTS[name], name)
        if not found or name in _ACCENTS:
            return _ESCAPED.get(name, name)
        return self._named(name)

    def _named(self, name: str) -> str:
        if name in _QUOTED:
            return self._argument().join(_QUOTED[name])
        if name in _PLAIN:
            if name in _DROPPED_FIRST:
                self._argument()
            return self._argument()
        if name in _SYMBOLS or name in _SWITCHES:
            self._skip_space()
            return _SYMBOLS.get(name, "")
        return self._foreign(name)

    def _foreign(self, name: str) -> str:
        """A letter of another script, named as the command `CYRA` does, else the command as typed."""
        found = LatexNodes2Text().latex_to_text(f"\\{name}").strip()
        if found and found != name:
            self._skip_space()
            return str(found)
        self.unknown.append(f"\\{name}")
        return f"\\{name}"

    def _accented(self, accent: str, typed: str) -> str:
        letters = self._argument()
        if not letters.strip():
            return typed
        plain = {"ı": "i", "ȷ": "j"}.get(letters[:1], letters[:1])
        return unicodedata.normalize("NFC", plain + accent + letters[1:])

    def _argument(self) -> str:
        """What a command applies to: a group, a command, or one character."""
        self._skip_space(group=True)
        if self.position >= len(self.text):
            return ""
        character = self.text[self.position]
        self.position += 1
        if character == "{":
            return self.read("}")
        return self._command() if character == "\\" else character

    def _stands_alone(self) -> bool:
        """Whether a letter command has no letter to accent: the text or the group ends here."""
        rest = self.text[self.position :].lstrip()
        return not rest or rest[0] in "}"

    def _skip_space(self, *, group: bool = False) -> None:
        """TeX swallows the space after a command's name, and an empty group that ends it."""
        while self.position < len(self.text) and self.text[self.position].isspace():
            self.position += 1
        if not group and self.text.startswith("{}", self.position):
            self.position += 2


def read_latex(value: str) -> tuple[str, list[str]]:
    """The letters that a value means, with single spaces, and the commands in it that are not known."""
    decoder = Decoder(value)
    text = unicodedata.normalize("NFC", decoder.read())
    return " ".join(text.split()), decoder.unknown


def read_address(value: str) -> str:
    """An address or identifier: only its escapes are undone, since `_`, `~` and `%` mean themselves there."""
    found = re.sub(r"\\url\s*\{(.*)\}", r"\1", value.strip())
    return re.sub(r"\\([&%$#_{}~])(?:\{\})?", r"\1", found).replace("{", "").replace("}", "").strip()
