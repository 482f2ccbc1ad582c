"""What is painted of the beats, looked at pixel by pixel."""

import numpy as np
import pytest

from coherence_desktop.events import Marker, Paused
from coherence_desktop.ui.live import tachogram as tachogram_module
from coherence_desktop.ui.live.lane_layer import LANES_PX
from coherence_desktop.ui.plots.time_axis import Span


def test_nothing_is_drawn_of_the_heart_before_the_first_beat(theme, open_page, in_color, painted):
    told = open_page(theme)
    told.connected()
    told.wait(3.0)
    for view in (told.page.tachogram, told.page.trend, told.page.spectrum):
        assert not in_color(view, theme.color("heart")).any()
    plot = told.page.tachogram.plot
    behind = painted(told.page.tachogram)[plot.top() : plot.bottom(), plot.left() :][:, :150]
    assert (behind == behind[0, 0]).all(), "not even a grid: there is no scale yet"


def test_words_stand_where_beats_will_be(told, painted, breathing):
    plot = told.page.tachogram.plot
    middle = slice(plot.center().y() - 12, plot.center().y() + 12)
    empty = painted(told.page.tachogram)[middle, plot.left() : plot.left() + 700]
    assert empty.min() < 120
    told.beats(breathing(4))
    begun = painted(told.page.tachogram)[middle, plot.left() : plot.left() + 400]
    assert begun.min() > 150


def test_beats_are_drawn_in_the_colour_of_the_heart(theme, open_page, in_color, breathing):
    told = open_page(theme)
    told.connected()
    told.beats(breathing(60))
    assert in_color(told.page.tachogram, theme.color("heart")).sum() > 500


def test_a_gap_is_left_empty_and_labelled(theme, open_page, in_color, breathing):
    told = open_page(theme)
    told.connected()
    told.beats(breathing(40))
    told.gap(12.0)
    told.beats(breathing(20))
    page = told.page.tachogram
    heart = in_color(page, theme.color("heart"))
    left = page.plot.left() + page.axis.x(page._model.track.gaps[0].start_s)
    right = page.plot.left() + page.axis.x(page._model.track.gaps[0].end_s)
    assert right - left > 100
    inside = slice(round(left) + 5, round(right) - 5)
    assert not heart[:, inside].any()
    assert heart[:, : round(left)].any()
    assert heart[:, round(right) :].any()
    label = in_color(page, theme.color("ink2"))
    foot = slice(page.plot.bottom() - 24, page.plot.bottom() - 4)
    assert label[foot, inside].any()


def test_scrolled_copies_are_the_same_as_a_fresh_picture(told, painted, breathing):
    told.beats(breathing(90))
    told.page.consume([Marker(told.commands.t - 5.0, "Sigh", "sigh")])
    told.beats([*breathing(8), 300.0, 1250.0, *breathing(9)])
    told.gap(7.0)
    told.beats(breathing(25))
    told.wait(0.35)
    copied = painted(told.page.tachogram)
    told.page.tachogram.repaint_all()
    fresh = painted(told.page.tachogram)
    differing = (np.abs(copied.astype(int) - fresh.astype(int)).max(axis=2) > 8).sum()
    assert differing == 0


def test_the_picture_moves_by_whole_pixels_with_time(told, painted, breathing):
    told.beats(breathing(100))
    page = told.page.tachogram
    before = painted(page)
    first = page.axis
    told.wait(1.0)
    after = painted(page)
    moved = (page.axis.left_s - first.left_s) * page.axis.px_per_s
    assert moved == pytest.approx(round(moved), abs=1e-6)
    assert 9 <= round(moved) <= 12
    plot = page.plot
    rows, columns = slice(plot.top(), plot.bottom()), slice(plot.left() + 60, plot.left() + 600)
    shifted = slice(columns.start - round(moved), columns.stop - round(moved))
    np.testing.assert_array_equal(before[rows, columns], after[rows, shifted])


def test_nothing_is_repainted_until_a_pixel_is_due(told, breathing, monkeypatch, qapp):
    told.beats(breathing(30))
    qapp.processEvents()
    asked = []
    monkeypatch.setattr(told.page.tachogram, "update", lambda *args: asked.append(args))
    for _ in range(6):
        told.commands.t += 0.01
        told.page.tick()
    assert not asked
    told.commands.t += 0.1
    told.page.tick()
    assert asked


def test_with_reduced_motion_plots_move_once_a_second(told, breathing):
    told.beats(breathing(30))
    told.page.theme.set_reduced_motion(True)
    told.wait(1.0)
    seen = set()
    for _ in range(30):
        told.wait(0.1)
        seen.add(told.page.tachogram.axis.left_s)
    assert 3 <= len(seen) <= 4


def test_there_is_no_target_wave_before_ten_beats(theme, open_page, in_color, breathing):
    told = open_page(theme)
    told.connected()
    told.beats(breathing(9))
    assert not in_color(told.page.tachogram, theme.color("breath")).any()
    told.beats(breathing(3))
    assert in_color(told.page.tachogram, theme.color("breath")).sum() > 200


def test_the_wave_rests_while_the_practice_is_paused(told, in_color, breathing):
    told.beats(breathing(40))
    t = told.commands.t
    told.commands.pacer = told.commands.pacer.paused(t)
    told.page.consume([Paused(t)])
    told.wait(0.5)
    page = told.page.tachogram
    ahead = slice(page.plot.left() + round(page.axis.now_x) + 30, page.plot.right())
    assert not in_color(page, page._theme.color("breath"))[:, ahead].any()


def test_a_change_of_pace_redraws_the_wave_ahead(told, painted, breathing):
    told.beats(breathing(40))
    page = told.page.tachogram
    ahead = slice(page.plot.left() + round(page.axis.now_x) + 100, page.plot.right())
    before = painted(page)[:, ahead]
    for _ in range(8):
        told.page.values.pacer.faster_key.click()
    told.wait(0.1)
    assert (painted(page)[:, ahead] != before).any()


def test_a_flag_is_on_the_plot_at_once(told, painted, breathing):
    told.beats(breathing(30))
    lanes = slice(told.page.tachogram.plot.top() - LANES_PX, told.page.tachogram.plot.top())
    before = painted(told.page.tachogram)[lanes]
    told.page.mark()
    after = painted(told.page.tachogram)[lanes]
    assert (before != after).any(axis=2).sum() > 200


def test_all_of_the_session_fits_whatever_its_length(told, in_color, breathing):
    told.beats(breathing(300))
    page = told.page
    page.tachogram_panel.span.set_current(list(Span).index(Span.ALL))
    told.wait(0.1)
    heart = in_color(page.tachogram, page.theme.color("heart"))
    columns = np.flatnonzero(heart.any(axis=0))
    first_x = page.tachogram.plot.left() + page.tachogram.axis.x(1.8)
    assert abs(columns[0] - first_x) < 4
    assert page.tachogram.axis.left_s == 0.0


def test_switching_the_span_and_back_gives_the_same_picture(told, painted, breathing):
    told.beats(breathing(120))
    before = painted(told.page.tachogram)
    for index in (1, 2, 0):
        told.page.tachogram_panel.span.set_current(index)
    after = painted(told.page.tachogram)
    assert (np.abs(before.astype(int) - after.astype(int)).max(axis=2) > 8).sum() == 0


def test_corrected_beats_are_squares_over_their_faint_originals(told, breathing):
    rr = breathing(60)
    told.beats([*rr[:40], rr[40] + rr[41], *rr[42:]])
    trace = told.page.model.track.between(0.0, 100.0)
    assert trace.corrected.sum() == 2
    assert len(trace.original_bpm) == 1
    assert "corrected" in told.page.tachogram_panel._legend.accessibleName()


def test_real_slow_breathing_is_drawn_whole_and_uncorrected(told, physio_1):
    told.beats(physio_1[:150])
    trace = told.page.model.track.between(0.0, 1000.0)
    assert len(trace.t_s) == 150
    assert not trace.corrected.any()
    assert trace.starts.sum() == 1
    assert told.page.tachogram.scale.low <= trace.bpm[-80:].min() + tachogram_module.LEFT_PX
