from __future__ import annotations

from bench.clock import WARM_RUNS, measure, percentile, round_ms


def test_the_95th_percentile_is_a_time_that_was_read() -> None:
    assert percentile(list(range(1, 101)), 0.95) == 95
    assert percentile([7.0], 0.95) == 7.0


def test_the_first_time_is_told_from_the_warm_ones() -> None:
    asked: list[str] = []

    def ask(word: str) -> str:
        asked.append(word)
        return word

    timing, answers = measure([lambda: ask("uno"), lambda: ask("dos")], seconds=60)

    assert answers == ["uno", "dos"]
    assert asked[:4] == ["uno", "dos", "uno", "dos"]
    assert (len(timing.cold), len(timing.warm)) == (2, len(asked) - 2)
    assert len(timing.warm) <= WARM_RUNS + 1


def test_a_slow_workload_has_one_warm_round_at_least() -> None:
    timing, _answers = measure([lambda: None, lambda: None], seconds=0)

    assert len(timing.warm) == 2


def test_times_are_given_in_four_figures() -> None:
    assert round_ms(1234.56) == 1235
    assert round_ms(0.0123456) == 0.01235
