from __future__ import annotations

import pytest

from catalogue.dates import DateError, read_date

SPANISH = (
    ("hacia 1944", "1944~"), ("c. 1944", "1944~"), ("c1944", "1944~"), ("ca. 1944", "1944~"), ("Circa 1944", "1944~"),
    ("alrededor de 1944", "1944~"), ("alrededor del 12 de mayo de 1944", "1944-05-12~"),
    ("¿1944?", "1944?"), ("1944 (?)", "1944?"), ("1944 ?", "1944?"), ("¿septiembre de 1944?", "1944-09?"),
    ("hacia 1944 (?)", "1944%"), ("probablemente 1944", "1944?"), ("1944 aprox.", "1944~"),
    ("12 de septiembre de 1944", "1944-09-12"), ("el 12 de Septiembre de 1944", "1944-09-12"),
    ("12 septiembre 1944", "1944-09-12"), ("1.º de mayo de 1945", "1945-05-01"),
    ("  1 de mayo del 1945 ", "1945-05-01"),
    ("12/9/1944", "1944-09-12"), ("12.9.1944", "1944-09-12"), ("12-09-1944", "1944-09-12"),
    ("12.IX.1944", "1944-09-12"),
    ("12 . 9 . 1944", "1944-09-12"), ("9/1944", "1944-09"), ("12/1944", "1944-12"), ("09.1944", "1944-09"),
    ("septiembre de 1944", "1944-09"), ("setiembre de 1944", "1944-09"), ("sept. 1944", "1944-09"),
    ("el año 1944", "1944"), ("año 12000", "Y12000"),
    ("a finales de 1946", "1946-09~/1946-12~"), ("a fines de 1946", "1946-09~/1946-12~"),
    ("a principios de 1946", "1946-01~/1946-04~"), ("a comienzos de 1946", "1946-01~/1946-04~"),
    ("a mediados de 1946", "1946-05~/1946-08~"), ("a finales de febrero de 1944", "1944-02-21~/1944-02-29~"),
    ("a principios de septiembre de 1944", "1944-09-01~/1944-09-10~"),
    ("a mediados de los años cuarenta", "1944~/1946~"), ("a fines del siglo XIX", "1867~/1899~"),
    ("primavera de 1945", "1945-21"), ("verano de 1945", "1945-22"), ("el otoño de 1945", "1945-23"),
    ("invierno 1945", "1945-24"), ("primer trimestre de 1945", "1945-33"), ("segundo semestre de 1945", "1945-41"),
    ("entre 1944 y 1946", "1944/1946"), ("de 1944 a 1946", "1944/1946"), ("1944-1946", "1944/1946"),
    ("1944 – 1946", "1944/1946"), ("desde 1944 hasta 1946", "1944/1946"),
    ("entre el 8 y el 12 de mayo de 1921", "1921-05-08/1921-05-12"),
    ("del 8 al 12 de mayo de 1921", "1921-05-08/1921-05-12"), ("8-12 de mayo de 1921", "1921-05-08/1921-05-12"),
    ("del 28 de abril al 3 de mayo de 1921", "1921-04-28/1921-05-03"),
    ("entre mayo y agosto de 1944", "1944-05/1944-08"), ("mayo-agosto de 1944", "1944-05/1944-08"),
    ("entre finales de 1944 y principios de 1946", "1944-09~/1946-04~"),
    ("hacia 1944-1946", "1944~/1946~"), ("¿1944-1946?", "1944?/1946?"), ("entre 1944-05 y 1946", "1944-05/1946"),
    ("desde 1944", "1944/.."), ("a partir de agosto de 1944", "1944-08/.."), ("hasta 1946", "../1946"),
    ("desde el 12 de mayo de 1944 (fin desconocido)", "1944-05-12/"), ("hasta 1946 (inicio desconocido)", "/1946"),
    ("antes de 1946", "[..1945]"), ("antes del 1 de mayo de 1946", "[..1946-04-30]"),
    ("antes de mayo de 1946", "[..1946-04]"), ("antes de enero de 1946", "[..1945-12]"),
    ("antes de la primavera de 1946", "[..1945]"), ("antes de hacia 1946", "[..1945~]"),
    ("después de 1946", "[1947..]"), ("tras el 31 de diciembre de 1946", "[1947-01-01..]"),
    ("después de los años cuarenta", "[1950..]"), ("1946 o antes", "[..1946]"), ("1946 o después", "[1946..]"),
    ("1944 o 1945", "[1944,1945]"), ("7 u 8 de mayo de 1945", "[1945-05-07,1945-05-08]"),
    ("1944, 1945 o 1946", "[1944,1945,1946]"), ("septiembre y noviembre de 1944", "{1944-09,1944-11}"),
    ("años cuarenta", "194X"), ("los años 1940", "194X"), ("los años 40", "194X"), ("década de 1940", "194X"),
    ("década de los cuarenta", "194X"), ("siglo XIX", "18XX"), ("S. XX", "19XX"), ("el siglo I", "00XX"),
    ("44 a. C.", "-0043"), ("44 a.C.", "-0043"), ("15 de marzo de 44 a. C.", "-0043-03-15"), ("44 d. C.", "0044"),
    ("siglo I a. C.", "-0099/0000"), ("12000 a. C.", "Y-11999"),
    ("un mes de 2004", "2004-XX"), ("un día de abril de 1985", "1985-04-XX"), ("sin fecha", "XXXX"),
)  # fmt: skip
ENGLISH = (
    ("about 1944", "1944~"), ("c. 1944", "1944~"), ("perhaps 1944", "1944?"), ("late 1946", "1946-09~/1946-12~"),
    ("mid-1946", "1946-05~/1946-08~"), ("early September 1944", "1944-09-01~/1944-09-10~"),
    ("early 1940s", "1940~/1943~"), ("12 September 1944", "1944-09-12"), ("12th of September, 1944", "1944-09-12"),
    ("September 12, 1944", "1944-09-12"), ("Sept. 12th, 1944", "1944-09-12"), ("12 Sep 1944", "1944-09-12"),
    ("13/9/1944", "1944-09-13"), ("9/13/1944", "1944-09-13"), ("9/9/1944", "1944-09-09"), ("12.IX.1944", "1944-09-12"),
    ("September 1944", "1944-09"), ("spring 1945", "1945-21"), ("the fall of 1945", "1945-23"),
    ("between 1944 and 1946", "1944/1946"), ("from 1944 to 1946", "1944/1946"),
    ("between 8 and 12 May 1921", "1921-05-08/1921-05-12"), ("May 8-12, 1921", "1921-05-08/1921-05-12"),
    ("between May 8 and 12, 1921", "1921-05-08/1921-05-12"), ("since 1944", "1944/.."), ("until 1946", "../1946"),
    ("before 1946", "[..1945]"), ("after 1946", "[1947..]"), ("1946 or earlier", "[..1946]"), ("1940s", "194X"),
    ("the 1940s", "194X"), ("the forties", "194X"), ("'40s", "194X"), ("19th century", "18XX"),
    ("the 1st century", "00XX"),
    ("nineteenth century", "18XX"), ("2nd century BC", "-0199/-0100"), ("1944 or 1945", "[1944,1945]"),
    ("September 12, 1944 or October 14, 1945", "[1944-09-12,1945-10-14]"), ("44 BC", "-0043"), ("AD 44", "0044"),
    ("first half of 1945", "1945-40"),
)  # fmt: skip
ROMANIAN = (
    ("circa 1944", "1944~"), ("în jurul anului 1944", "1944~"), ("in jurul anului 1944", "1944~"),
    ("12 septembrie 1944", "1944-09-12"), ("12 noiembrie 1944", "1944-11-12"), ("12/9/1944", "1944-09-12"),
    ("la sfârșitul anului 1946", "1946-09~/1946-12~"), ("la sfîrşitul anului 1946", "1946-09~/1946-12~"),
    ("începutul lui 1946", "1946-01~/1946-04~"), ("începutul lui septembrie 1944", "1944-09-01~/1944-09-10~"),
    ("mijlocul anului 1946", "1946-05~/1946-08~"), ("sfârșitul anilor '40", "1947~/1949~"),
    ("sfârşitul secolului al XIX-lea", "1867~/1899~"),
    ("primăvara anului 1945", "1945-21"), ("primavara lui 1945", "1945-21"), ("toamna 1945", "1945-23"),
    ("între 1944 și 1946", "1944/1946"), ("între 1944 şi 1946", "1944/1946"), ("intre 1944 si 1946", "1944/1946"),
    ("din 1944 până în 1946", "1944/1946"), ("de la 8 la 12 mai 1921", "1921-05-08/1921-05-12"),
    ("din 8 până în 12 mai 1921", "1921-05-08/1921-05-12"), ("începând cu august 1944", "1944-08/.."),
    ("din 1944", "1944/.."), ("până în 1946", "../1946"), ("pînă în 1946", "../1946"),
    ("anii '40", "194X"), ("anii ’40", "194X"),
    ("anii 1940", "194X"), ("anii patruzeci", "194X"), ("secolul al XIX-lea", "18XX"), ("secolul I", "00XX"),
    ("înainte de 1946", "[..1945]"), ("după 12 mai 1944", "[1944-05-13..]"), ("1944 sau 1945", "[1944,1945]"),
    ("44 î.Hr.", "-0043"), ("44 d.Hr.", "0044"),
)  # fmt: skip
EXAMPLES = [(code, *pair) for code, pairs in (("es", SPANISH), ("en", ENGLISH), ("ro", ROMANIAN)) for pair in pairs]


@pytest.mark.parametrize(("language", "words", "edtf"), EXAMPLES)
def test_words_mean_a_date(language: str, words: str, edtf: str) -> None:
    assert read_date(words, language=language).text == edtf


@pytest.mark.parametrize(("language", "words"), [("en", "12 de septiembre de 1944"), ("ro", "12 September 1944")])
def test_the_other_languages_are_tried_after_the_first(language: str, words: str) -> None:
    assert read_date(words, language=language).text == "1944-09-12"


@pytest.mark.parametrize("text", ["1944-09-12", "1948-21", "1944~/1946", "[1944, 1945]", "19", "-0043", "../.."])
def test_edtf_is_kept_as_typed(text: str) -> None:
    assert read_date(text).text == text


@pytest.mark.parametrize(
    ("language", "words", "said"),
    [
        ("es", "", "is empty"),
        ("es", "algo raro de 1944", 'the word "algo" is not known'),
        ("es", "12 de septiembre", "do not make a date with a year"),
        ("es", "31 de abril de 1944", '"31 de abril de 1944" means 1944-04-31'),
        ("es", "entre 1946 y 1944", "write the earlier date first"),
        ("es", "12/9/44", "write all four digits"),
        ("es", "12 de septiembre de 44", "write all four digits"),
        ("es", "44", "write all four digits, as in 1944"),
        ("es", "1944/45", "write all four digits, as in 1945"),
        ("es", "9/13/1944", "no month from 1 to 12"),
        ("es", "1944-45", "two years as in 1944/1945"),
        ("es", "invierno de 1944-1945", "write its months"),
        ("en", "12/9/1944", "day first or month first"),
        ("en", "1800s", "18XX for the century"),
        ("ro", "unsprezece 1944", '"12 septembrie 1944"'),
        ("fr", "vers 1944", "choose one of es, en, ro"),
        ("es", "de " * 200 + "1944", "at most 200 characters"),
    ],
)
def test_what_is_not_understood_is_refused_with_the_cure(language: str, words: str, said: str) -> None:
    with pytest.raises(DateError) as refusal:
        read_date(words, language=language)
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")
