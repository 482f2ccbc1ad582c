"""Final times of beats, read from a log."""

import numpy as np
import pytest

from coherence_desktop.events import Beat, Ended, Gap, Marker, Realigned
from coherence_desktop.sensors.timeline import timeline


def test_realignments_move_what_was_known_before_them_and_nothing_later():
    log = [
        Beat(1.0, 800.0, 1.0),
        Beat(2.0, 900.0, 2.1),
        Realigned(2.2, 1.5, 0.25),
        Beat(3.0, 950.0, 3.1),
        Realigned(3.2, 0.5, -0.5),
    ]
    laid_out = timeline(log)
    assert laid_out.t.tolist() == [0.5, 1.75, 2.5]
    assert laid_out.rr_ms.tolist() == [800.0, 900.0, 950.0]


def test_gaps_move_with_the_beats_at_their_ends():
    log = [
        Beat(1.0, 800.0, 1.0),
        Gap(9.0, start_s=1.0, end_s=8.25, cause="disconnected"),
        Beat(9.0, 800.0, 9.0),
        Realigned(10.0, 8.25, -0.25),
    ]
    (gap,) = timeline(log).gaps
    assert (gap.start_s, gap.end_s, gap.t, gap.cause) == (1.0, 8.0, 9.0, "disconnected")
    (later,) = timeline([*log, Realigned(11.0, 0.0, 1.0)]).gaps
    assert (later.start_s, later.end_s) == (2.0, 9.0)


def test_a_gap_that_was_none_is_left_out():
    log = [
        Beat(1.0, 800.0, 1.0),
        Gap(9.0, start_s=1.0, end_s=8.2, cause="silence"),
        Realigned(10.0, 8.2, -7.2),
    ]
    assert timeline(log).gaps == ()


def test_a_session_lasts_until_the_last_thing_that_happened():
    assert timeline([]).duration_s == 0.0
    assert timeline([Marker(3.0, "here"), Ended(61.5)]).duration_s == 61.5
    assert timeline([Beat(7.0, 800.0, 7.0), Ended(5.0)]).duration_s == 7.0


def test_an_empty_log_has_no_beats():
    empty = timeline([])
    assert (len(empty.t), len(empty.rr_ms), empty.gaps) == (0, 0, ())
    assert empty.t.dtype == empty.rr_ms.dtype == np.float64


def test_the_result_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        timeline([Beat(1.0, 800.0, 1.0)]).t[0] = 2.0


def test_a_day_of_beats_with_a_thousand_corrections_is_laid_out_at_once():
    log = []
    for i in range(100_000):
        log.append(Beat(float(i), 1000.0, float(i)))
        if i % 100 == 99:
            log.append(Realigned(float(i), i - 50.0, 0.001))
    laid_out = timeline(log)
    assert len(laid_out.t) == 100_000
    assert laid_out.t[-1] == pytest.approx(99_999.001)
