"""The coherence level on the patient's screen changes only when it means it."""

from coherence_desktop.signal.results import Absent, Coherence
from coherence_desktop.ui.client.level_tracker import LevelTracker

NOT_YET = Absent("needs 64 s of beats", 22.0)


def score(value: float) -> Coherence:
    return Coherence(ratio=1.0, score=value, peak_hz=0.1)


def follow(*scores: float | Absent) -> list[int | None]:
    tracker = LevelTracker()
    return [tracker.beat(s if isinstance(s, Absent) else score(s)) for s in scores]


def test_there_is_no_level_before_there_is_coherence() -> None:
    assert follow(NOT_YET, NOT_YET) == [None, None]


def test_a_level_comes_with_the_third_beat_in_it() -> None:
    assert follow(NOT_YET, 80, 80, 80, 80) == [None, None, None, 3, 3]


def test_two_beats_in_another_level_change_nothing() -> None:
    assert follow(80, 80, 80, 20, 20, 80, 20, 20) == [None, None, 3, 3, 3, 3, 3, 3]


def test_beats_in_different_new_levels_do_not_add_up() -> None:
    assert follow(80, 80, 80, 50, 20, 50, 50, 50)[-3:] == [3, 3, 2]


def test_without_coherence_the_level_goes_at_once() -> None:
    assert follow(50, 50, 50, NOT_YET) == [None, None, 2, None]


def test_the_limits_are_those_of_the_coherence_bar() -> None:
    assert follow(39.9, 39.9, 39.9)[-1] == 1
    assert follow(40, 40, 40)[-1] == 2
    assert follow(65, 65, 65)[-1] == 3
