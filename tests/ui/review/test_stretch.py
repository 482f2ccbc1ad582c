"""The shown stretch: always within the session, never shorter than 5 s."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.ui.review.stretch import LEAST_S, Shown


@pytest.fixture
def shown(qapp) -> Shown:
    return Shown(1000.0)


def test_all_of_the_session_is_shown_at_first(shown):
    assert (shown.start_s, shown.end_s, shown.whole) == (0.0, 1000.0, True)


def test_panning_stops_at_the_ends_and_keeps_the_length(shown):
    shown.show(800.0, 900.0)
    shown.pan(500.0)
    assert (shown.start_s, shown.end_s) == (900.0, 1000.0)
    shown.pan(-5000.0)
    assert (shown.start_s, shown.end_s) == (0.0, 100.0)


def test_zooming_keeps_the_moment_under_the_pointer(shown):
    shown.show(400.0, 600.0)
    shown.zoom(0.5, around_s=450.0)
    assert (shown.start_s, shown.end_s) == (425.0, 525.0)


def test_an_end_does_not_pass_the_other(shown):
    shown.show(400.0, 600.0)
    shown.move_start(900.0)
    assert (shown.start_s, shown.end_s) == (595.0, 600.0)
    shown.move_end(0.0)
    assert shown.length_s == LEAST_S


def test_nothing_is_told_when_nothing_changes(shown, qtbot):
    with qtbot.assertNotEmitted(shown.changed):
        shown.show(-100.0, 5000.0)
    with qtbot.waitSignal(shown.changed):
        shown.show(10.0, 20.0)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["show", "pan", "zoom", "start", "end", "reveal"]),
            st.floats(-2000, 2000),
            st.floats(0.01, 100),
        ),
        max_size=8,
    )
)
def test_whatever_is_asked_the_stretch_lies_within_the_session(wishes):
    shown = Shown(1000.0)
    for wish, at, by in wishes:
        match wish:
            case "show":
                shown.show(at, at + by)
            case "pan":
                shown.pan(at)
            case "zoom":
                shown.zoom(by, at)
            case "start":
                shown.move_start(at)
            case "end":
                shown.move_end(at)
            case "reveal":
                shown.reveal(at)
        assert -1e-6 <= shown.start_s < shown.end_s <= 1000.0 + 1e-6
        assert shown.length_s >= LEAST_S - 1e-6
