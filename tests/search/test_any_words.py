from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalogue.search import FilterError, search

FIELDS = ("title:", "name:", "source:", "place:", "foo:", " -")
SIGNS = st.sampled_from(
    [*"\"'*-!&|():<>\\%_^~`.,;/@#$ \t\n\x00\u0306\u200d😀ȘşЯ0a", "OR", " OR ", "la ", "Antonescu", *FIELDS]
)
FAST = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def refused(values: dict[str, str]) -> set[str]:
    """The parameters that are refused; whatever else goes wrong is a fault."""
    question = QueryDict(mutable=True)
    question.update({name: value.encode("utf-8", "ignore").decode() for name, value in values.items()})
    try:
        search(None, question)
    except FilterError as refusal:
        assert all(problem.message for problem in refusal.problems)  # noqa: PT017 -- that it is refused is optional
        return {problem.parameter for problem in refusal.problems}
    return set()


@pytest.mark.django_db
@FAST
@given(st.one_of(st.text(max_size=60), st.lists(SIGNS, max_size=12).map("".join)))
def test_any_words_are_answered_or_refused_with_a_sentence(words: str) -> None:
    assert refused({"q": words}) <= {"q"}


@pytest.mark.django_db
@FAST
@given(
    st.dictionaries(st.sampled_from(["date_from", "date_to", "page", "place", "kind", "source"]), st.text(max_size=20))
)
def test_any_values_are_answered_or_refused_with_a_sentence(values: dict[str, str]) -> None:
    assert refused(values) <= values.keys()
