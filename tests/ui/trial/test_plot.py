"""The plot of a trial: its axis, its bands, and what moves on it."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from coherence_desktop.events import Gap, Marker, PhaseExtended, Rating
from coherence_desktop.ui.trial.heart_range import PATIENCE_S, HeartRange
from coherence_desktop.ui.trial.plot import TrialPlot


def pixels(plot: TrialPlot) -> np.ndarray:
    QApplication.processEvents()
    image = plot.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def near(plot: TrialPlot, theme, token: str, within: int = 20) -> np.ndarray:
    color = theme.color(token)
    wanted = np.array([color.red(), color.green(), color.blue()])
    return (np.abs(pixels(plot).astype(int) - wanted) <= within).all(axis=2)


def columns(found: np.ndarray) -> tuple[int, int]:
    x = np.flatnonzero(found.any(axis=0))
    return int(x.min()), int(x.max())


class TestAxis:
    def test_the_whole_trial_is_seen_from_its_start_to_its_planned_end(self, stage):
        stage.wait(20.0)
        stage.begin()
        schedule = stage.page.body.plot.schedule
        assert schedule.start_s == pytest.approx(20.0)
        assert schedule.length_s == 450.0
        assert [band.name for band in schedule.bands] == [
            "predict",
            "baseline",
            "induce",
            "stay",
            "recover",
            "learn",
        ]

    def test_an_open_phase_that_takes_longer_moves_what_follows(self, stage):
        stage.begin()
        stage.wait(100.0)
        schedule = stage.page.body.plot.schedule
        assert schedule.bands[0].end_s == pytest.approx(120.0)
        assert schedule.length_s == 510.0

    def test_it_grows_when_a_phase_is_extended(self, stage):
        stage.begin()
        stage.until("stay")
        before = stage.page.body.plot.schedule.length_s
        stage.tell(PhaseExtended(stage.t, 30.0))
        assert stage.page.body.plot.schedule.length_s == before + 30.0

    def test_it_stands_still_while_time_passes(self, stage):
        stage.begin()
        stage.until("stay")
        schedule = stage.page.body.plot.schedule
        stage.wait(60.0)
        assert stage.page.body.plot.schedule == schedule

    def test_in_a_pause_the_end_moves_in_whole_steps(self, stage):
        stage.begin()
        stage.until("stay")
        stage.pause()
        seen = set()
        for _ in range(60):
            stage.wait(0.5)
            seen.add(stage.page.body.plot.schedule.bands[-1].end_s)
        assert 1 < len(seen) <= 4

    def test_skipped_phases_have_no_band(self, stage):
        stage.begin()
        stage.until("baseline")
        stage.page.steering.move_to("stay")
        names = [band.name for band in stage.page.body.plot.schedule.bands]
        assert names == ["predict", "baseline", "stay", "recover", "learn"]


class TestPainting:
    def test_bands_lie_where_their_phases_are(self, stage, light):
        stage.begin()
        stage.until("stay")
        stage.wait(20.0)
        plot = stage.page.body.plot
        row = near(plot, light, "band_stay", 2)[plot.place.plot.y() + 3 : plot.place.plot.y() + 6]
        left, right = columns(row)
        band = next(band for band in plot.schedule.bands if band.name == "stay")
        assert left == pytest.approx(plot.x_of(band.start_s), abs=2)
        assert right == pytest.approx(plot.x_of(band.end_s), abs=2)

    def test_the_trace_goes_from_the_start_of_the_trial_to_now(self, stage, light):
        stage.wait(30.0)
        stage.begin()
        stage.wait(90.0)
        plot = stage.page.body.plot
        lane = near(plot, light, "heart")[:, : plot.place.plot.right()]
        left, right = columns(lane)
        assert left == pytest.approx(plot.x_of(30.0), abs=4)
        assert right == pytest.approx(plot.x_of(stage.t), abs=8)

    def test_ratings_have_a_lane_of_their_own_and_reach_to_now(self, stage, light):
        stage.begin()
        stage.until("stay")
        rated_t = stage.t
        stage.tell(Rating(stage.t, "distress", 75.0))
        stage.wait(20.0)
        plot = stage.page.body.plot
        found = near(plot, light, "distress")[:, : plot.place.plot.right()]
        rows = np.flatnonzero(found.any(axis=1))
        assert rows.min() > plot.place.plot.y() + plot.place.heart_px
        left, right = columns(found)
        assert left == pytest.approx(plot.x_of(rated_t), abs=8)
        assert right == pytest.approx(plot.x_of(stage.t), abs=8)

    def test_the_ceiling_is_a_dashed_line_in_reach_of_the_scale(self, stage, light):
        stage.begin(ceiling_bpm=171.0)
        plot = stage.page.body.plot
        assert plot.scale.top > 171.0
        y = plot.place.plot.y() + round(plot.place.heart_y(171.0, plot.scale))
        row = near(plot, light, "ink2")[y]
        inside = row[plot.place.plot.x() + 200 : plot.place.plot.right()]
        assert 0.5 < inside.mean() < 0.9

    def test_a_mark_is_seen_at_once(self, stage, light):
        stage.begin()
        stage.until("stay")
        plot = stage.page.body.plot
        top = plot.place.plot.y() + round(plot.place.flags_px)
        before = near(plot, light, "ink2")[top : top + 20].sum()
        stage.page.mark()
        assert near(plot, light, "ink2")[top : top + 20].sum() > before + 100
        assert stage.of(Marker)

    def test_a_gap_breaks_the_line(self, stage, light):
        stage.begin()
        stage.wait(20.0)
        start = stage.t
        stage.wait(15.0, beats=False)
        stage.tell(Gap(stage.t, start_s=start, end_s=stage.t, cause="test"))
        stage.wait(10.0)
        plot = stage.page.body.plot
        top = plot.place.plot.y()
        found = near(plot, light, "heart")[top : top + round(plot.place.heart_px) - 26]
        x = round(plot.x_of(start + 4.0))
        assert not found[:, x : round(plot.x_of(start + 12.0))].any()

    def test_without_a_trial_it_is_empty(self, stage, light):
        assert not near(stage.page.body.plot, light, "heart").any()

    def test_now_moves_and_leaves_no_trace_behind(self, stage, light):
        stage.begin()
        stage.until("stay")
        plot = stage.page.body.plot
        for _ in range(40):
            stage.wait(0.5)
            QApplication.processEvents()
        moved = pixels(plot)
        plot.repaint_all()
        assert np.abs(moved.astype(int) - pixels(plot)).max(axis=2).mean() < 0.2


class TestRange:
    def test_it_holds_the_ceiling(self):
        scale = HeartRange()
        scale.begin(157.0)
        assert scale.top > 157.0

    def test_it_widens_in_steps_after_5_s_outside_and_never_narrows(self):
        scale = HeartRange()
        scale.begin(None)
        assert not scale.update(0.0, 45.0, 100.0)
        assert scale.update(PATIENCE_S, 45.0, 100.0)
        assert scale.low == 40.0
        for t in range(10, 30):
            assert not scale.update(float(t), 70.0, 90.0)
        assert (scale.low, scale.high) == (40.0, 140.0)

    def test_one_strange_beat_does_not_move_it(self):
        scale = HeartRange()
        scale.begin(None)
        assert not scale.update(0.0, 70.0, 230.0)
        assert not scale.update(1.0, 70.0, 100.0)
        assert not scale.update(7.0, 70.0, 230.0)
        assert scale.high == 140.0
