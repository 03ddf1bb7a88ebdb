from __future__ import annotations

import pytest

from catalogue.dates import DateError, parse_edtf, say_date

SAID = (
    ("1944-09-12", "12 de septiembre de 1944", "12 September 1944", "12 septembrie 1944"),
    ("1944-09", "septiembre de 1944", "September 1944", "septembrie 1944"),
    ("1944", "1944", "1944", "1944"),
    ("1944~", "hacia 1944", "about 1944", "circa 1944"),
    ("1944?", "1944 (?)", "1944 (?)", "1944 (?)"),
    ("1944-09-12%", "hacia el 12 de septiembre de 1944 (?)", "about 12 September 1944 (?)",
     "circa 12 septembrie 1944 (?)"),
    ("1921-05-08/1921-05-12", "entre el 8 y el 12 de mayo de 1921", "between 8 and 12 May 1921",
     "între 8 și 12 mai 1921"),
    ("1944-08-30/1944-09-12", "entre el 30 de agosto y el 12 de septiembre de 1944",
     "between 30 August and 12 September 1944", "între 30 august și 12 septembrie 1944"),
    ("1944-05/1944-08", "entre mayo y agosto de 1944", "between May and August 1944", "între mai și august 1944"),
    ("1947-12-20/1948-21", "entre el 20 de diciembre de 1947 y la primavera de 1948",
     "between 20 December 1947 and spring 1948", "între 20 decembrie 1947 și primăvara anului 1948"),
    ("1944/1945", "1944-1945", "1944-1945", "1944-1945"),
    ("1944~/1946", "entre hacia 1944 y 1946", "between about 1944 and 1946", "între circa 1944 și 1946"),
    ("1944~/1946~", "aproximadamente entre 1944 y 1946", "approximately between 1944 and 1946",
     "aproximativ între 1944 și 1946"),
    ("1946-09~/1946-12~", "a finales de 1946", "late 1946", "la sfârșitul anului 1946"),
    ("1946-05~/1946-08~", "a mediados de 1946", "mid-1946", "la mijlocul anului 1946"),
    ("1944-09-01~/1944-09-10~", "a principios de septiembre de 1944", "early September 1944",
     "la începutul lunii septembrie 1944"),
    ("1944-08/..", "desde agosto de 1944", "since August 1944", "începând cu august 1944"),
    ("1944-08-23/..", "desde el 23 de agosto de 1944", "since 23 August 1944", "începând cu 23 august 1944"),
    ("../1946", "hasta 1946", "until 1946", "până în 1946"),
    ("../1946-05-12", "hasta el 12 de mayo de 1946", "until 12 May 1946", "până la 12 mai 1946"),
    ("1944/", "desde 1944 (fin desconocido)", "since 1944 (end unknown)", "începând cu 1944 (sfârșit necunoscut)"),
    ("../..", "en cualquier tiempo", "at any time", "oricând"),
    ("[..1945]", "antes de 1946", "before 1946", "înainte de 1946"),
    ("[..1945-12-31]", "antes del 1 de enero de 1946", "before 1 January 1946", "înainte de 1 ianuarie 1946"),
    ("[1947..]", "después de 1946", "after 1946", "după 1946"),
    ("[..1945~]", "hacia 1945 o antes", "about 1945 or earlier", "circa 1945 sau mai înainte"),
    ("[1945-22..]", "verano de 1945 o después", "summer 1945 or later", "vara anului 1945 sau mai târziu"),
    ("[1944,1945]", "1944 o 1945", "1944 or 1945", "1944 sau 1945"),
    ("[1944-09,1944-10]", "septiembre u octubre de 1944", "September or October 1944",
     "septembrie sau octombrie 1944"),
    ("[1882-06-02,1882-06-14]", "el 2 o el 14 de junio de 1882", "2 or 14 June 1882", "2 sau 14 iunie 1882"),
    ("[1667,1668,1670..1672]", "1667, 1668 o 1670-1672", "1667, 1668 or 1670-1672", "1667, 1668 sau 1670-1672"),
    ("{1944-09,1944-11}", "septiembre y noviembre de 1944", "September and November 1944",
     "septembrie și noiembrie 1944"),
    ("1945-21", "primavera de 1945", "spring 1945", "primăvara anului 1945"),
    ("1945-24~", "hacia el invierno de 1945", "about winter 1945", "circa iarna anului 1945"),
    ("1945-34", "segundo trimestre de 1945", "second quarter of 1945", "al doilea trimestru al anului 1945"),
    ("194X", "década de 1940", "1940s", "anii 1940"),
    ("194X~", "hacia la década de 1940", "about the 1940s", "circa anii 1940"),
    ("19XX", "siglo XX", "20th century", "secolul al XX-lea"),
    ("18", "siglo XIX", "19th century", "secolul al XIX-lea"),
    ("00XX", "siglo I", "1st century", "secolul I"),
    ("2004-XX", "un mes de 2004", "a month of 2004", "o lună din 2004"),
    ("1985-04-XX", "un día de abril de 1985", "a day of April 1985", "o zi din aprilie 1985"),
    ("1985-XX-XX", "un día de 1985", "a day of 1985", "o zi din 1985"),
    ("-0043-03-15", "15 de marzo de 44 a. C.", "15 March 44 BC", "15 martie 44 î.Hr."),
    ("0044", "44 d. C.", "44 AD", "44 d.Hr."),
    ("1950S2", "hacia 1950", "about 1950", "circa 1950"),
    ("Y12000", "año 12000", "year 12000", "anul 12000"),
    ("1944-08-23T22:00:00Z", "23 de agosto de 1944", "23 August 1944", "23 august 1944"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "spanish", "english", "romanian"), SAID)
def test_a_date_is_said_in_each_language(text: str, spanish: str, english: str, romanian: str) -> None:
    assert [say_date(text, language=code) for code in ("es", "en", "ro")] == [spanish, english, romanian]


def test_a_parsed_date_is_said_as_well_as_its_text() -> None:
    assert say_date(parse_edtf("1944-09-12"), language="es-MX") == "12 de septiembre de 1944"


@pytest.mark.parametrize("text", ["156X-12-25", "2001-29", "-01XX", "-005", "[1944,156X-12-25]", "156X-12/.."])
def test_what_no_words_fit_is_said_as_edtf(text: str) -> None:
    assert say_date(text) == text


def test_what_is_no_date_cannot_be_said() -> None:
    with pytest.raises(DateError):
        say_date("no date")
