"""Dates in Spanish."""

from __future__ import annotations

from catalogue.dates.language import Language, Lexicon, Phrases
from catalogue.dates.nodes import Kind

MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
SHORT_MONTHS = {
    "ene": 1, "feb": 2, "mar": 3, "abr": 4, "may": 5, "jun": 6, "jul": 7, "ago": 8, "ag": 8, "agto": 8, "sep": 9,
    "sept": 9, "set": 9, "setiembre": 9, "oct": 10, "nov": 11, "dic": 12, "dbre": 12, "nbre": 11, "obre": 10,
}  # fmt: skip
GROUPINGS = {
    21: "la primavera", 22: "el verano", 23: "el otoño", 24: "el invierno",
    33: "el primer trimestre", 34: "el segundo trimestre", 35: "el tercer trimestre", 36: "el cuarto trimestre",
    37: "el primer cuatrimestre", 38: "el segundo cuatrimestre", 39: "el tercer cuatrimestre",
    40: "el primer semestre", 41: "el segundo semestre",
}  # fmt: skip
DECADES = {
    "diez": 1, "veinte": 2, "treinta": 3, "cuarenta": 4, "cincuenta": 5,
    "sesenta": 6, "setenta": 7, "ochenta": 8, "noventa": 9,
}  # fmt: skip
OF = "(?:(?:de|del|de los|de las|de la) )?"

ES = Language(
    code="es",
    example="12 de septiembre de 1944",
    lexicon=Lexicon(
        months={name: n for n, name in enumerate(MONTHS, 1)} | SHORT_MONTHS,
        groupings={
            "primavera": 21,
            "verano": 22,
            "estio": 22,
            "otono": 23,
            "invierno": 24,
            "primer trimestre": 33,
            "segundo trimestre": 34,
            "tercer trimestre": 35,
            "cuarto trimestre": 36,
            "primer cuatrimestre": 37,
            "segundo cuatrimestre": 38,
            "tercer cuatrimestre": 39,
            "primer semestre": 40,
            "segundo semestre": 41,
        },
        decades=DECADES,
        numerals={"primero": 1},
        fillers=frozenset({"en", "el", "la", "los", "las", "de", "del", "dia", "ano", "mes", "fecha", "a"}),
        about="hacia|alrededor de|alrededor del|en torno al?|aproximadamente|aprox\\.?|sobre",
        perhaps="probablemente|posiblemente|quizas?|tal vez|acaso|dudoso:?",
        before_christ="a\\.? ?(?:de )?c\\.?|a\\.? ?n\\. ?e\\.?|antes de cristo|antes de nuestra era",
        after_christ="d\\.? ?(?:de )?c\\.?|n\\. ?e\\.?|despues de cristo|de nuestra era",
        ranges=(("entre ", " [ye] "), ("(?:desde |del? )?", " (?:al?|hasta) ")),
        since="desde (?:el )?|a partir del? |a contar del? ",
        until="hasta (?:el )?",
        before="antes del? |anterior al? |con anterioridad al? ",
        after="despues del? |posterior al? |con posterioridad al? |tras ",
        or_earlier=" o antes",
        or_later=" o despues",
        either=" [ou] ",
        both=" [ye] ",
        thirds=(
            f"(?:a |en )?(?:principios?|comienzos?|inicios?) {OF}",
            f"(?:a |en )?mediados {OF}",
            f"(?:a |en )?(?:finales|fines|final|fin) {OF}",
        ),
        decade="(?:los )?(?:anos|(?:la )?decada (?:del? )?(?:los )?(?:anos )?)(?:de )? ?'?(?P<n>[0-9]+|[a-z]+)",
        century="(?:el )?(?:siglo|s\\.) (?P<n>[ivx]+|[0-9]+)(?P<bc> bc)?(?: ad)?",
        some_month="(?:en )?(?:algun|un) mes de (?P<of>.+)",
        some_day="(?:en )?(?:algun|un) dia de (?P<of>.+)",
        unknown_year="ano desconocido|fecha desconocida|sin fecha|s\\.? ?f\\.?",
        unknown_start=" \\(inicio desconocido\\)",
        unknown_end=" \\(fin desconocido\\)",
        any_time="en cualquier tiempo",
    ),
    phrases=Phrases(
        months=MONTHS,
        groupings=GROUPINGS,
        day_month="{} de {}",
        month_year="{} de {}",
        grouping_year="{} de {}",
        before_christ="{} a. C.",
        after_christ="{} d. C.",
        long_year="año {}",
        about="hacia {}",
        about_between="aproximadamente entre {} y {}",
        perhaps="{} (?)",
        between="entre {} y {}",
        since="desde {}",
        until="hasta {}",
        until_day="hasta {}",
        before="antes de {}",
        after="después de {}",
        or_earlier="{} o antes",
        or_later="{} o después",
        either="o",
        both="y",
        thirds=("a principios de {}", "a mediados de {}", "a finales de {}"),
        decade="la década de {}",
        century="el siglo {}",
        some_month="un mes de {}",
        some_day="un día de {}",
        unknown_year="año desconocido",
        unknown_start="{} (inicio desconocido)",
        unknown_end="{} (fin desconocido)",
        any_time="en cualquier tiempo",
        articles={Kind.DAY: "el "},
        genitives={},
        mending=(
            (r"\b([Dd])e el\b", r"\1el"),
            (r"\bo (?=o|ho|8|11\b)", "u "),
            (r"\by (?=i|hi)", "e "),
        ),
    ),
)
