from __future__ import annotations

from typing import Any

from bench.judging import verdict
from bench.questions import Question
from bench.shape import FACETS


def answer(total: int | None = 3, keys: list[int] | None = None, **facets: dict[str, int]) -> dict[str, Any]:
    return {"total": total, "keys": keys or [], "facets": facets, "titles": []}


def truth() -> dict[str, Any]:
    return {**answer(), "facets": {facet: {"1": 2, "2": 1} for facet in FACETS}}


def judge(given: dict[str, Any], workload: str = "frequent") -> tuple[bool, str]:
    found = verdict(workload, [Question(workload)], {"answers": [given], "fault": ""}, [truth()])
    return found.equal, found.words


def test_equal_counts_are_equal() -> None:
    assert judge(truth()) == (True, "equal")


def test_a_wrong_total_and_a_wrong_count_are_named() -> None:
    wrong = truth() | {"total": 4}
    wrong["facets"]["facet-2"] = {"1": 2, "2": 2}

    assert judge(wrong) == (False, "differs: total, facet-2")


def test_a_frequent_value_that_is_not_shown_is_a_difference() -> None:
    wrong = truth()
    wrong["facets"]["facet-1"] = {"2": 1}

    assert judge(wrong) == (False, "differs: facet-1")


def test_a_facet_that_a_system_does_not_have_is_said() -> None:
    lacking = truth()
    del lacking["facets"]["seen-at"]

    assert judge(lacking) == (True, "equal; without seen-at")


def test_no_counts_at_all_are_never_right() -> None:
    assert judge(answer()) == (False, "no counts")


def test_who_does_not_answer_is_never_right() -> None:
    found = verdict("frequent", [Question("frequent")], {"answers": [], "fault": "no answer within 60 s"}, [truth()])

    assert (found.equal, found.words) == (False, "no answer within 60 s")


def test_a_typo_is_judged_by_the_share_of_names_found_in_the_first_ten() -> None:
    questions = [Question("typo")] * 2
    answers = [answer(keys=[*range(9), 77]), answer(keys=[*range(10), 77])]

    found = verdict("typo", questions, {"answers": answers, "fault": ""}, [answer(keys=[77])] * 2)

    assert (found.equal, found.share) == (False, 0.5)


def test_a_suggestion_begins_with_what_was_typed_in_one_of_its_words() -> None:
    question = [Question("prefix", prefix="Păt")]
    right, wrong = ({**answer(), "titles": [title]} for title in ("Lucrețiu Pătrășcanu", "Ion Antonescu"))

    assert verdict("prefix", question, {"answers": [right], "fault": ""}, [answer()]).equal
    assert not verdict("prefix", question, {"answers": [wrong], "fault": ""}, [answer()]).equal
