"""How well names are recognised that nobody copied from the catalogue: as they stand in the tables of historians."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("demo")

BATCH = 10
RIGHT_FIRST, AMONG_FIVE, MATCHED = 0.96, 0.97, 0.63
"""Parts of the written names; a little below what is reached."""

WRITTEN = [
    ("person", "ANTONESCU, Ion (Mareşal)", "Ion Antonescu"),
    ("person", "Mareșalul Ion Antonescu", "Ion Antonescu"),
    ("person", "Marshal Antonescu, Ion", "Ion Antonescu"),
    ("person", "I. Antonescu", "Ion Antonescu"),
    ("person", "Ion Antonesco", "Ion Antonescu"),
    ("person", "Ион Антонеску", "Ion Antonescu"),
    ("person", "Antonescu, M.", "Mihai Antonescu"),
    ("person", "Mihai A. Antonescu", "Mihai Antonescu"),
    ("person", "SANATESCU C.", "Constantin Sănătescu"),
    ("person", "Gen. Constantin Sanatescu", "Constantin Sănătescu"),
    ("person", "general Sănătescu", "Constantin Sănătescu"),
    ("person", "Constantin Sanetescu", "Constantin Sănătescu"),
    ("person", "Radescu, Nicolae, general", "Nicolae Rădescu"),
    ("person", "Н. Радеску", "Nicolae Rădescu"),
    ("person", "Patrascanu, L.", "Lucrețiu Pătrășcanu"),
    ("person", "Лукрециу Патрашкану", "Lucrețiu Pătrășcanu"),
    ("person", "Lucretziu Patrascanu", "Lucrețiu Pătrășcanu"),
    ("person", "Dr. Petru Groza", "Petru Groza"),
    ("person", "Петру Гроза", "Petru Groza"),
    ("person", "Groza P.", "Petru Groza"),
    ("person", "Petre Groza", "Petru Groza"),
    ("person", "Emil Bodnarash", "Emil Bodnăraș"),
    ("person", "Bodnăraş, E.", "Emil Bodnăraș"),
    ("person", "Anna Pauker", "Ana Pauker"),
    ("person", "Анна Паукер", "Ana Pauker"),
    ("person", "Gheorghiu Dej, Gheorghe", "Gheorghe Gheorghiu-Dej"),
    ("person", "Gh. Gheorghiu-Dej", "Gheorghe Gheorghiu-Dej"),
    ("person", "Георге Георгиу-Деж", "Gheorghe Gheorghiu-Dej"),
    ("person", "Andrei Vyshinskii", "Andréi Vyshinski"),
    ("person", "Vîşinski, Andrei", "Andréi Vyshinski"),
    ("person", "Вышинский А. Я.", "Andréi Vyshinski"),
    ("person", "Malinovskiy, R. Y.", "Rodión Malinovski"),
    ("person", "Mariscal Malinovski, Rodion", "Rodión Malinovski"),
    ("person", "Малиновский Р.Я.", "Rodión Malinovski"),
    ("person", "Fiodor Tolbuhin", "Fiódor Tolbujin"),
    ("person", "Толбухин Ф. И.", "Fiódor Tolbujin"),
    ("person", "Ivan Konew", "Iván Kónev"),
    ("person", "Конев, Иван Степанович", "Iván Kónev"),
    ("person", "Iosif Stalin", "Iósif Stalin"),
    ("person", "Вячеслав Молотов", "Viacheslav Mólotov"),
    ("person", "Viaceslav Molotov", "Viacheslav Mólotov"),
    ("person", "Susaykov, I. Z.", "Iván Susaikov"),
    ("person", "Harriman, Averell", "W. Averell Harriman"),
    ("person", "James Byrnes", "James F. Byrnes"),
    ("person", "BERRY, Burton", "Burton Y. Berry"),
    ("person", "Killinger, Manfred Freiherr von", "Manfred von Killinger"),
    ("person", "Friesner, Johannes", "Johannes Friessner"),
    ("person", "Otto Woehler", "Otto Wöhler"),
    ("person", "el Rey", "Miguel I de Rumania"),
    ("person", "Regele Mihai I", "Miguel I de Rumania"),
    ("person", "King Michael I of Romania", "Miguel I de Rumania"),
    ("person", "Brătianu, Constantin I. C. (Dinu)", "Dinu Brătianu"),
    ("person", "Prince Barbu Stirbey", "Barbu Știrbey"),
    ("person", "Titel-Petrescu, C.", "Constantin Titel Petrescu"),
    ("person", "Gral. Nicolae Cambrea", "Nicolae Cambrea"),
    ("person", "Lascar Mihail", "Mihail Lascăr"),
    ("person", "Col. Dumitru Damaceanu", "Dumitru Dămăceanu"),
    ("person", "Ghita Pop", "Ghiță Popp"),
    ("person", "Niculescu Buzesti, Gr.", "Grigore Niculescu-Buzești"),
    ("person", "Mocsonyi-Stârcea, Ion", "Ioan Mocsony-Stârcea"),
    ("person", "Ştirbei, Barbu", "Barbu Știrbey"),
    ("person", "Molotow W. M.", "Viacheslav Mólotov"),
    ("person", "Winston CHURCHIL", "Winston Churchill"),
    ("person", "Maniu I.", "Iuliu Maniu"),
    ("person", "Iuliu Manu", "Iuliu Maniu"),
    ("person", "Юлиу Маниу", "Iuliu Maniu"),
    ("person", "General Avramescu Gh.", "Gheorghe Avramescu"),
    ("person", "Theohari Georgescu", "Teohari Georgescu"),
    ("person", "Теохари Джорджеску", "Teohari Georgescu"),
    ("person", "V. Luca", "Vasile Luca"),
    ("person", "Macellariu, Horia (Contraalmirante)", "Horia Măcelariu"),
    ("person", "Gh. Tatarescu", "Gheorghe Tătărescu"),
    ("person", "Clark Kerr, Sir Archibald", "Archibald Clark Kerr"),
    ("person", "Stefan Foris", "Ștefan Foriș"),
    ("person", "Chrushchev, Nikita", "Nikita Jruschov"),
    ("person", "Хрущев, Никита", "Nikita Jruschov"),
    ("person", "Friedrich Wilhelm Ernst Bevin", "Ernest Bevin"),
    ("person", "Vinogradov, Vladislav P.", "Vladislav Vinográdov"),
    ("place", "Bucuresti", "Bucarest"),
    ("place", "Tirgu Jiu", "Târgu Jiu"),
    ("place", "Czernowicz", "Chernivtsí"),
    ("place", "Timisoara (Temesvar)", "Timișoara"),
    ("place", "Одеса", "Odesa"),
    ("organization", "Partidul National Taranesc", "Partido Nacional Campesino"),
    ("organization", "Ministerul de Interne", "Ministerio del Interior"),
    ("unit", "Armata a IV-a Română", "4.º Ejército rumano"),
    ("unit", "Divizia Horea Closca si Crisan", "División Horia, Cloșca y Crișan"),
    ("place", "Constantza", "Constanza"),
    ("place", "Jassy (Iasi)", "Iași"),
    ("place", "Chisinau", "Chișinău"),
    ("place", "Кишинев", "Chișinău"),
    ("place", "Târgu-Jiu", "Târgu Jiu"),
    ("place", "Ploesci", "Ploiești"),
    ("place", "Galatzi", "Galați"),
    ("organization", "Partidul Comunist Roman", "Partido Comunista Rumano"),
    ("organization", "Comisia Aliata de Control", "Comisión Aliada de Control para Rumania"),
    ("organization", "Frontul Plugărilor", "Frente de los Labradores"),
    ("organization", "Красная Армия", "Ejército Rojo"),
    ("organization", "SovRomPetrol", "Sovrompetrol"),
    ("unit", "Divizia \"Tudor Vladimirescu\"", "División Tudor Vladimirescu"),
    ("unit", "27 Ejercito", "27.º Ejército"),
    ("unit", "2-й Украинский фронт", "2.º Frente Ucraniano"),
    ("unit", "3er Ejercito Rumano", "3.er Ejército rumano"),
    ("event", "Operacion Barbarroja", "Operación Barbarroja"),
    ("event", "Conferencia de Paz de Paris", "Conferencia de paz de París"),
    ("event", "Soviet occupation of Rumania", "Ocupación soviética de Rumania"),
    ("person", "Scherner, F.", "Ferdinand Schörner"),
    ("person", "Schoberth, Eugen Ritter v.", "Eugen von Schobert"),
    ("person", "Gen. lt. Racovitza Mihail", "Ioan Mihail Racoviță"),
    ("person", "Sturza Steflea I.", "Ilie Șteflea"),
    ("person", "Ştefan VOITEC", "Ștefan Voitec"),
    ("person", "Visoianu Constantin", "Constantin Vișoianu"),
    ("person", "ромничану михаил", "Mihail Romniceanu"),
    ("person", "Petre Borila", "Petre Borilă"),
    ("person", "Nikolski, Alexandr", "Alexandru Nicolschi"),
    ("person", "Pintilie Gheorghe (Pantiusa)", "Gheorghe Pintilie"),
    ("person", "Никита Хрущёв", "Nikita Jruschov"),
    ("person", "Gh Maurer, Ion", "Ion Gheorghe Maurer"),
    ("person", "Ethridge, M.", "Mark Ethridge"),
    ("person", "Ernest BEVINS", "Ernest Bevin"),
    ("person", "Alexianu Prof. G.", "Gheorghe Alexianu"),
    ("person", "Parhon C.I.", "Constantin Ion Parhon"),
    ("person", "Sadoveanu, Mihail", "Mihail Sadoveanu"),
    ("person", "Petre Dumitresku", "Petre Dumitrescu"),
    ("person", "Serghei Kavtaradze", "Serguéi Kavtaradze"),
    ("person", "Кавтарадзе С.", "Serguéi Kavtaradze"),
    ("place", "Focsani", "Focșani"),
    ("place", "Stalingard", "Stalingrado"),
    ("place", "Cernauti / Czernowitz", "Chernivtsí"),
    ("place", "Oradea Mare", "Oradea"),
    ("organization", "P.C.R.", "Partido Comunista Rumano"),
    ("organization", "Blocul Partidelor Democratice", "Bloque de Partidos Democráticos"),
    ("unit", "Armata 37 sovietica", "37.º Ejército"),
    ("unit", "Third Ukrainian Front", "3.er Frente Ucraniano"),
    ("unit", "Regimentul 6 Rosiori", "6.º Regimiento de Roșiori"),
    ("event", "Operation Barbarosa", "Operación Barbarroja"),
]  # fmt: skip
"""The type, the name as somebody wrote it, and the entry that is meant."""

UNKNOWN = [
    ("person", "Maria Antonescu"), ("person", "Victor Antonescu"), ("person", "Antonescu, Petre"),
    ("person", "Gheorghe Dumitrescu"), ("person", "Ion Popescu"), ("person", "Constantin Argetoianu"),
    ("person", "Nicolae Titulescu"), ("person", "Gheorghe Brătianu"), ("person", "Vintilă Brătianu"),
    ("person", "Ion Brătianu"), ("person", "Nicolae Petrescu"), ("person", "Alexandru Vyshinski"),
    ("person", "Constantin Rădescu"), ("person", "Ana Luca"), ("person", "Vasile Stalin"),
    ("person", "Gheorghe Ionescu-Sisești"), ("person", "Karol Maniu"), ("person", "Mihai Dumitrescu"),
    ("person", "Mihai Antonescu-Popa"), ("person", "Iuliu Hossu"), ("person", "Ștefan Stoica"),
    ("person", "Pavel Malinovski"), ("person", "Carol II"), ("person", "Miguel II de Rumania"),
    ("person", "Winston S. Churchill Jr. Spencer"), ("person", "Harriman, Pamela"),
    ("person", "Iulia Maniu"), ("person", "Alexandra Drăghici"), ("person", "Ioana Antonescu"),
    ("person", "Nicolae Rădulescu"), ("person", "Emil Bodnar"), ("person", "Constantin Vasiliu"),
    ("person", "Ion Mihalcea"), ("person", "Lt. Andreescu"), ("person", "Aurel Aldea"),
    ("person", "Vladimir Vinogradov"), ("person", "L. P."), ("person", "M. A."),
    ("person", "Anton Pauker"), ("person", "Marcel Pauker"), ("person", "Elena Pătrășcanu"),
    ("person", "Roman Malinovski"), ("person", "Ioan Racoviță"), ("person", "Randolph Churchill"), ("place", "Sibiel"),
    ("place", "Aradul Nou"), ("place", "Galata"), ("place", "Bacova"), ("place", "Slatioara"),
    ("unit", "55.º Ejército"), ("unit", "9.º Ejército alemán"), ("unit", "2.º Ejército rumano"),
    ("unit", "5.º Frente Ucraniano"), ("unit", "7.ª División de Infantería"), ("unit", "1.er Frente Bielorruso"),
    ("unit", "37.º Cuerpo de Tanques"), ("place", "Cluj-Mănăștur"), ("place", "Nueva Odesa"), ("place", "Craiovița"),
    ("place", "Arandia"), ("organization", "Sovromagricultura"), ("organization", "Partido Nacional Cristiano"),
    ("organization", "Partido Comunista Húngaro"), ("event", "Elecciones generales de 1937"),
    ("event", "Operación Bagration"), ("event", "Constitución de 1948"),
    ("person", "Corneliu Coposu"), ("person", "Ion Gigurtu"), ("person", "Mihai Ralea"),
    ("person", "Gheorghe Apostol"), ("person", "Alexandru Moghioroș"), ("person", "Constantin Doncea"),
    ("person", "Ilie Pintilie"), ("person", "Ștefan Constantinescu"), ("person", "Mihail Sturdza"),
    ("person", "Nicolae Malaxa"), ("person", "Ivan Maniu"), ("person", "Otto Schörner"),
    ("person", "Petre Groza Jr"), ("person", "Iosif Chișinevschi"), ("person", "Barbu Catargiu"),
    ("person", "Ana Ipătescu"), ("person", "Ernest Harriman"), ("person", "Lucrețiu Rădescu"),
    ("person", "Andrei Gromyko"), ("person", "Georgi Jukov"), ("place", "Aiudul de Sus"), ("place", "Devla"),
    ("place", "Iasi Nou"), ("unit", "38.º Ejército"), ("unit", "12.º Ejército alemán"),
]  # fmt: skip
"""What is not in the catalogue, though other entries have words of it."""

AMBIGUOUS = [
    ("person", "Antonescu", {"Ion Antonescu", "Mihai Antonescu"}),
    ("person", "Vinogradov", {"Serguéi Vinográdov", "Vladislav Vinográdov"}),
    ("person", "Stoica", {"Chivu Stoica", "Gheorghe Stoica"}),
    ("person", "V. Vinogradov", {"Vladislav Vinográdov"}),
    ("person", "Petrescu, C.", {"Constantin Titel Petrescu"}),
    ("organization", "Gobierno Sănătescu", {"Primer gobierno Sănătescu", "Segundo gobierno Sănătescu"}),
    ("unit", "10.º Ejército Mecanizado", {"37.º Ejército", "Ejército Mecanizado Especial"}),
    ("unit", "Regimiento Panduri", {"1.er Regimiento Panduri", "2.º Regimiento Panduri", "3.er Regimiento Panduri"}),
]
"""What may be several entries, or is too little to be sure; each of them has to be offered."""


class Found(NamedTuple):
    """What was answered to one name."""

    written: str
    names: list[str]
    matched: list[str]


def found(client: Client, asked: Sequence[tuple[str, str]]) -> list[Found]:
    """The five candidates for each name, asked in batches as OpenRefine does."""
    answers = []
    for start in range(0, len(asked), BATCH):
        batch = {str(at): {"query": name, "type": kind} for at, (kind, name) in enumerate(asked[start : start + BATCH])}
        answer = client.post("/reconcile/", {"queries": json.dumps(batch)}).json()
        answers += [answer[name]["result"] for name in batch]
    return [
        Found(name, [each["name"] for each in answer], [each["name"] for each in answer if each["match"]])
        for (_kind, name), answer in zip(asked, answers, strict=True)
    ]


def test_names_are_recognised_as_they_are_written_elsewhere(client: Client) -> None:
    answers = found(client, [(kind, name) for kind, name, _title in WRITTEN])
    meant = [title for _kind, _name, title in WRITTEN]
    pairs = list(zip(answers, meant, strict=True))

    wrong = [answer for answer, title in pairs if answer.matched and answer.matched != [title]]
    assert wrong == []
    assert sum(answer.names[:1] == [title] for answer, title in pairs) >= len(WRITTEN) * RIGHT_FIRST
    assert sum(title in answer.names for answer, title in pairs) >= len(WRITTEN) * AMONG_FIVE
    assert sum(answer.matched == [title] for answer, title in pairs) >= len(WRITTEN) * MATCHED


def test_who_is_not_in_the_catalogue_is_not_taken_for_somebody_who_is(client: Client) -> None:
    assert [answer for answer in found(client, UNKNOWN) if answer.matched] == []


def test_what_may_be_several_is_left_to_the_reader_and_all_are_offered(client: Client) -> None:
    answers = found(client, [(kind, name) for kind, name, _titles in AMBIGUOUS])

    assert [answer for answer in answers if answer.matched] == []
    for answer, (_kind, name, titles) in zip(answers, AMBIGUOUS, strict=True):
        assert titles <= set(answer.names), name
