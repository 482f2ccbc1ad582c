"""What the overview, the detail plot and the trials over each other draw, and how they move."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.events import Beat
from coherence_desktop.ui.review.compare_plot import ComparePlot
from coherence_desktop.ui.review.detail_plot import DetailPlot, held_ratings
from coherence_desktop.ui.review.loading import review_of
from coherence_desktop.ui.review.overview import Overview
from coherence_desktop.ui.review.plot_parts import Up, bpm_bounds, bpm_lines, time_ticks
from coherence_desktop.ui.review.stretch import Shown


@pytest.fixture
def colored() -> Callable[[QWidget, QColor], np.ndarray]:
    """Where a widget shows a colour, shape (height, width)."""

    def find(widget: QWidget, color: QColor, within: int = 24) -> np.ndarray:
        QApplication.processEvents()
        image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1)
        seen = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).astype(int)
        wanted = np.array([color.red(), color.green(), color.blue()])
        return (np.abs(seen - wanted) <= within).all(axis=2)

    return find


@pytest.fixture
def plots(exposure, source_of, shown, theme):
    """Overview and detail plot of the three trials, the second one shown."""
    review = review_of(source_of(exposure))
    held = Shown(review.duration_s)
    overview, detail = Overview(theme, held), DetailPlot(theme, held)
    shown(overview, 1320, 120)
    shown(detail, 856, 263)
    for plot in (overview, detail):
        plot.show_review(review)
    held.show(525.0, 975.0)
    return review, held, overview, detail


def drag(widget: QWidget, start: float, end: float, y: int = 60) -> None:
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(start), y))
    for x in np.linspace(start, end, 5):
        QTest.mouseMove(widget, QPoint(round(x), y))
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(end), y))


def test_dragging_an_end_of_the_brush_moves_that_end_alone(plots):
    _, held, overview, _ = plots
    box = overview.brush()
    per_s = box.width() / 450.0
    drag(overview, box.right(), box.right() - 100 * per_s)
    assert held.start_s == 525.0
    assert held.end_s == pytest.approx(875.0, abs=3.0)


def test_dragging_the_brush_moves_all_of_it(plots):
    _, held, overview, _ = plots
    box = overview.brush()
    per_s = box.width() / 450.0
    drag(overview, box.center().x(), box.center().x() - 100 * per_s)
    assert held.start_s == pytest.approx(425.0, abs=3.0)
    assert held.length_s == pytest.approx(450.0)


def test_dragging_beside_the_brush_draws_a_new_one(plots):
    _, held, overview, _ = plots
    drag(overview, 100, 200)
    assert held.end_s < 525.0
    assert 50.0 < held.length_s < 200.0


def test_a_press_on_a_trial_asks_for_that_trial(plots, qtbot):
    _, _, overview, _ = plots
    with qtbot.waitSignal(overview.trial_pressed) as asked:
        QTest.mouseClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(1200, 60))
    assert asked.args == [3]


def test_keys_move_the_brush_and_its_ends(plots):
    _, held, overview, _ = plots
    QTest.keyClick(overview, Qt.Key.Key_Right)
    assert (held.start_s, held.end_s) == (570.0, 1020.0)
    QTest.keyClick(overview, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert held.end_s == 975.0
    QTest.keyClick(overview, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert held.start_s == pytest.approx(610.5)
    QTest.keyClicks(overview, "+")
    assert held.length_s == pytest.approx(364.5 / 1.25)
    QTest.keyClick(overview, Qt.Key.Key_Home)
    assert held.start_s == 0.0


def test_a_double_click_shows_the_whole_session(plots):
    _, held, overview, _ = plots
    QTest.mouseDClick(overview, Qt.MouseButton.LeftButton, pos=QPoint(600, 60))
    assert held.whole


def test_screen_readers_hear_which_stretch_is_shown(plots):
    _, _, overview, detail = plots
    assert overview.accessibleName() == "Whole session; 8:45 to 16:15 is shown below"
    assert detail.accessibleName() == "Heart rate in bpm from 8:45 to 16:15"


def test_heart_rate_rises_in_induce_and_falls_in_stay(plots, colored, theme):
    _, _, _, detail = plots
    heart = colored(detail, theme.color("heart"))[:, 50:780]
    spans = (slice(20, 150), slice(270, 290), slice(600, 700))
    tops = [np.flatnonzero(heart[:, span].any(axis=1)).min() for span in spans]
    before, peak, after = tops
    assert peak < before - 20
    assert after > peak + 20


def test_distress_has_a_lane_of_its_own_below_the_heart(plots, colored, theme):
    _, _, _, detail = plots
    rated = np.flatnonzero(colored(detail, theme.color("distress"))[:, 100:780].any(axis=1))
    heart = np.flatnonzero(colored(detail, theme.color("heart"))[:, 60:780].any(axis=1))
    assert rated.min() > heart.max()


def test_a_rating_holds_until_the_next_and_the_last_until_the_trial_ends(plots):
    review, _, _, _ = plots
    held = [(rated.t, until) for rated, until in held_ratings(review) if rated.trial == 1]
    assert held[0] == (75.0, 130.0)
    assert held[-1] == (330.0, 450.0)


def test_a_gap_breaks_the_line(plots, colored, theme):
    _, held, _, detail = plots
    held.show(1255.0, 1281.0)
    lost = colored(detail, theme.color("heart"))[:, 50:770]
    gap_s = next((gap.start_s, gap.end_s) for gap in plots[0].heart.gaps)
    width = detail.width() - 114.0
    first, last = ((at - 1255.0) * width / 26.0 for at in gap_s)
    assert not lost[:, round(first) + 8 : round(last) - 8].any()


def test_arrows_step_the_cursor_from_beat_to_beat(plots):
    review, held, _, detail = plots
    detail.setFocus()
    QTest.keyClick(detail, Qt.Key.Key_Right)
    first = detail.cursor_s
    assert held.start_s < first < held.end_s
    QTest.keyClick(detail, Qt.Key.Key_Right)
    at = int(np.searchsorted(review.heart.t_s, first))
    assert detail.cursor_s == review.heart.t_s[at + 1]
    assert "bpm" in detail.accessibleDescription()


def test_a_click_places_the_cursor_and_a_drag_moves_the_stretch(plots):
    _, held, _, detail = plots
    QTest.mouseClick(detail, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    assert detail.cursor_s is not None
    held.show(525.0, 625.0)
    drag(detail, 500, 400)
    assert held.start_s > 525.0
    assert held.length_s == pytest.approx(100.0)


def test_the_wheel_zooms_around_the_pointer(plots):
    _, held, _, detail = plots
    at = QPointF(45.0, 100.0)
    turn = QWheelEvent(
        at,
        detail.mapToGlobal(at),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(detail, turn)
    assert held.start_s == pytest.approx(525.0)
    assert held.length_s == pytest.approx(360.0)


def test_every_trial_has_a_form_of_its_own_and_the_last_is_solid(
    exposure, source_of, shown, theme
):
    plot = ComparePlot(theme)
    shown(plot, 432, 263)
    plot.show_review(review_of(source_of(exposure)))
    forms = [plot.form_of(number) for number in (1, 2, 3)]
    assert forms[2] == ()
    assert len(set(forms)) == 3
    assert plot.after_s == 240.0


def test_the_time_after_induce_grows_with_longer_trials(exposure, source_of, shown, theme):
    plot = ComparePlot(theme)
    longer = [
        type(e)(e.t + 200.0, *[getattr(e, name) for name in e.__struct_fields__[1:]])
        if type(e).__name__ == "Phase" and e.name == "recover" and e.t < 500.0
        else e
        for e in exposure
        if not (type(e).__name__ == "Phase" and e.name == "learn" and e.t < 500.0)
    ]
    plot.show_review(review_of(source_of(sorted(longer, key=lambda e: e.t))))
    assert plot.after_s == 360.0


def test_without_beats_the_comparison_says_why_it_is_empty(exposure, source_of, theme):
    plot = ComparePlot(theme)
    plot.show_review(review_of(source_of([e for e in exposure if not isinstance(e, Beat)])))
    assert plot.words == "No beats were recorded."


def test_one_wild_beat_does_not_flatten_the_plot():
    bpm = np.full(1000, 70.0)
    bpm[500] = 290.0
    low, high = bpm_bounds(bpm)
    assert low <= 70.0 <= high < 120.0
    assert bpm_bounds(bpm, ceiling_bpm=157.0)[1] >= 157.0


def test_grid_and_ticks_are_round_and_not_crowded():
    assert bpm_lines(Up(60.0, 160.0, 0.0, 130.0)) == [80.0, 120.0, 160.0]
    assert time_ticks(0.0, 450.0, 740.0) == [60.0 * n for n in range(8)]
    assert time_ticks(0.0, 86400.0, 1280.0)[:2] == [0.0, 7200.0]
