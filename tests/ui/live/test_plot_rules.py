"""Scales, axes and curves of the live plots, without a window."""

import itertools

import numpy as np
import pytest

from coherence_desktop.signal.results import (
    Absent,
    BreathAmplitude,
    HeartRateNow,
    LiveSnapshot,
    Quality,
)
from coherence_desktop.ui.live.target import TargetHistory
from coherence_desktop.ui.plots.bpm_range import BpmRange
from coherence_desktop.ui.plots.curves import finite_runs, peak_columns, pieces
from coherence_desktop.ui.plots.time_axis import Span, TimeAxis, session_scale


def snapshot(t: float, mean: float, amplitude: float | None, beats: int) -> LiveSnapshot:
    quality = Quality(beats, 0, {}, 0, t)
    absent = Absent("needs 64 s of beats")
    swing = Absent("no breath yet") if amplitude is None else BreathAmplitude(amplitude, 1.0, 3)
    return LiveSnapshot(
        t=t,
        heart_rate=HeartRateNow(mean, mean, mean, mean),
        coherence=absent,
        spectrum=absent,
        synchrony=absent,
        breath_amplitude=swing,
        rmssd_ms=absent,
        window_quality=quality,
        session_quality=quality,
    )


class TestRange:
    def test_there_is_none_before_the_first_beat(self):
        assert not BpmRange().known

    def test_it_begins_around_the_first_beats_in_tens(self):
        scale = BpmRange()
        assert scale.update(0.0, 72.0, 75.0)
        assert (scale.low, scale.high) == (40.0, 100.0)

    def test_it_moves_only_after_five_seconds_outside(self):
        scale = BpmRange()
        scale.update(0.0, 72.0, 75.0)
        assert not scale.update(10.0, 72.0, 117.0)
        assert not scale.update(14.9, 72.0, 117.0)
        assert scale.update(15.0, 72.0, 117.0)
        assert (scale.low, scale.high) == (70.0, 120.0)

    def test_a_moment_outside_is_forgiven(self):
        scale = BpmRange()
        scale.update(0.0, 50.0, 95.0)
        scale.update(10.0, 50.0, 130.0)
        assert not scale.update(13.0, 50.0, 95.0)
        assert not scale.update(16.0, 50.0, 130.0)

    def test_it_narrows_again_when_the_heart_is_calm(self):
        scale = BpmRange()
        scale.update(0.0, 40.0, 160.0)
        scale.update(1.0, 62.0, 71.0)
        assert scale.update(7.0, 62.0, 71.0)
        assert scale.high - scale.low == 40.0
        assert scale.low <= 62.0
        assert scale.high >= 71.0

    @pytest.mark.parametrize("least", np.arange(40.0, 60.0, 3.0))
    def test_it_does_not_waver_on_steady_data(self, least):
        scale = BpmRange()
        moves = [scale.update(float(t), least, least + 37.0) for t in range(60)]
        assert sum(moves) <= 2


class TestAxis:
    def test_eighty_seconds_lie_behind_now_and_twenty_ahead(self):
        axis = TimeAxis.at(Span.SHORT, 273.0, 1026.0)
        assert axis.now_x / axis.width_px == pytest.approx(0.8, abs=0.001)
        assert axis.right_s - axis.now_s == pytest.approx(20.0, abs=0.1)

    @pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
    def test_moments_lie_on_device_pixels_so_that_scrolling_is_a_copy(self, dpr):
        for t in np.arange(100.0, 101.0, 0.013):
            axis = TimeAxis.at(Span.SHORT, float(t), 1027.0, dpr)
            columns = axis.left_s * axis.px_per_s * dpr
            assert columns == pytest.approx(round(columns), abs=1e-6)
            assert axis.now_s == pytest.approx(t, abs=1.0 / axis.px_per_s / dpr)

    def test_all_begins_at_the_start_and_grows_in_steps(self):
        axis = TimeAxis.at(Span.ALL, 200.0, 1000.0)
        assert (axis.left_s, axis.right_s) == (0.0, 300.0)
        assert TimeAxis.at(Span.ALL, 290.0, 1000.0).right_s == 600.0

    def test_a_scale_of_any_length_has_few_ticks(self):
        for t in (1, 299, 301, 4000, 30_000, 86_000, 200_000):
            span_s, tick_s = session_scale(t)
            assert span_s >= t
            assert 3 <= span_s / tick_s <= 8


class TestTargetWave:
    def test_there_is_no_wave_before_ten_beats(self):
        target = TargetHistory()
        assert not target.measured(snapshot(5.0, 70.0, None, 9))
        assert not target.known
        assert target.measured(snapshot(6.0, 70.0, None, 10))

    def test_it_is_centred_on_the_mean_with_92_percent_of_the_amplitude(self):
        target = TargetHistory()
        for beat in range(10, 60):
            target.measured(snapshot(float(beat), 70.0, 25.0, beat))
        assert target.current == pytest.approx((70.0, 23.0))

    def test_it_glides_and_never_jumps(self):
        target = TargetHistory()
        target.measured(snapshot(10.0, 70.0, None, 10))
        target.measured(snapshot(11.0, 90.0, 40.0, 11))
        assert target.current == pytest.approx((72.0, 14.0))

    def test_where_it_was_shown_it_stays(self):
        target = TargetHistory()
        target.measured(snapshot(10.0, 70.0, 20.0, 10))
        before = target.at(np.array([9.0, 10.0]))
        target.measured(snapshot(11.0, 71.0, 21.0, 11))
        np.testing.assert_allclose(target.at(np.array([9.0, 10.0])), before)


class TestCurves:
    def test_a_line_is_cut_where_it_starts_anew(self):
        x = np.arange(6.0)
        starts = np.array([True, False, False, True, False, False])
        lines = [[point.x() for point in piece] for piece in pieces(x, x, starts)]
        assert lines == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]

    def test_long_lines_come_in_pieces_that_share_their_ends(self):
        x = np.arange(200.0)
        starts = np.zeros(200, dtype=bool)
        found = list(pieces(x, x, starts))
        assert len(found) > 1
        for one, next_one in itertools.pairwise(found):
            assert one[-1] == next_one[0]
        assert found[-1][-1].x() == 199.0

    def test_runs_of_numbers_leave_the_rest_out(self):
        y = np.array([1.0, 2.0, np.nan, 3.0, np.nan, 4.0, 5.0])
        assert [[p.y() for p in run] for run in finite_runs(np.arange(7.0), y)] == [
            [1.0, 2.0],
            [4.0, 5.0],
        ]

    def test_peaks_survive_when_many_beats_share_a_column(self):
        rng = np.random.default_rng(1)
        x, y = np.sort(rng.uniform(0, 100, 5000)), rng.normal(70, 5, 5000)
        y[2500] = 180.0
        _, low, high = peak_columns(x, y, np.zeros(5000, dtype=bool))
        assert high.max() == 180.0
        assert low.min() == y.min()
        assert len(low) <= 101

    def test_columns_join_within_a_line_and_not_across_a_break(self):
        x, y = np.array([0.2, 1.2, 2.2]), np.array([10.0, 50.0, 90.0])
        _, low, high = peak_columns(x, y, np.array([True, False, True]))
        assert (low[1], high[1]) == (10.0, 50.0)
        assert (low[2], high[2]) == (90.0, 90.0)
