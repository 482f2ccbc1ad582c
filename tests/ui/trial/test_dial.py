"""The distress dial: every way to set it, and what counts as a rating."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coherence_desktop.ui.forms import settling
from coherence_desktop.ui.trial.dial import DistressDial
from coherence_desktop.ui.trial.slider import ScaleSlider


class Clock:
    def __init__(self) -> None:
        self.t = 10.0

    def __call__(self) -> float:
        return self.t


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    """Values come to rest sooner than for people."""
    monkeypatch.setattr(settling, "SETTLE_MS", 120)
    monkeypatch.setattr(settling, "HOLD_MS", 60)


@pytest.fixture
def dial(shown, theme, clock) -> DistressDial:
    return shown(DistressDial(theme, clock), 392, 280)


@pytest.fixture
def rated(dial) -> list[tuple[float, float]]:
    ratings: list[tuple[float, float]] = []
    dial.rating.rated.connect(lambda value, t: ratings.append((value, t)))
    return ratings


def at(dial: DistressDial, share: float) -> QPoint:
    return dial.place.point(share).toPoint()


def drag(dial: DistressDial, *shares: float) -> None:
    QTest.mousePress(dial, Qt.MouseButton.LeftButton, pos=at(dial, shares[0]))
    for share in shares[1:]:
        QTest.mouseMove(dial, at(dial, share))
    QTest.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=at(dial, shares[-1]))


def test_an_unset_dial_says_so_and_is_no_zero(dial, rated):
    assert dial.rating.value is None
    assert "not rated yet" in dial.accessibleName()
    dial.rating.settle()
    assert rated == []


def test_a_click_on_the_arc_rates_at_once(dial, rated, clock):
    clock.t = 42.0
    drag(dial, 0.6)
    assert rated == [(60.0, 42.0)]


def test_a_drag_is_one_rating_where_it_ends(dial, rated):
    drag(dial, 0.1, 0.3, 0.5, 0.75)
    assert [value for value, _ in rated] == [75.0]


def test_a_drag_over_the_end_stays_at_the_end(dial, rated):
    place = dial.place
    QTest.mousePress(dial, Qt.MouseButton.LeftButton, pos=at(dial, 0.9))
    below = place.center + QPointF(0, place.radius)
    QTest.mouseMove(dial, below.toPoint())
    QTest.mouseMove(dial, at(dial, 0.02))
    QTest.mouseRelease(dial, Qt.MouseButton.LeftButton, pos=at(dial, 0.02))
    assert [value for value, _ in rated] == [100.0]


def test_a_click_on_the_number_changes_nothing(dial, rated):
    QTest.mouseClick(dial, Qt.MouseButton.LeftButton, pos=dial.place.center.toPoint())
    assert rated == []
    assert dial.rating.value is None


def test_arrows_and_pages_are_one_rating_once_they_rest(qtbot, dial, rated, clock):
    dial.rating.show(40.0)
    for key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Up):
        clock.t += 0.1
        qtbot.keyClick(dial, key)
    clock.t = 99.0
    assert rated == []
    qtbot.waitUntil(lambda: rated == [(60.0, pytest.approx(10.4))])


def test_the_wheel_moves_by_one_a_notch(qtbot, dial, rated):
    dial.rating.show(40.0)
    middle = QPointF(dial.rect().center())
    for _ in range(3):
        event = QWheelEvent(
            middle,
            dial.mapToGlobal(middle),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(dial, event)
    qtbot.waitUntil(lambda: [value for value, _ in rated] == [43.0])


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_sets_tens(qtbot, dial, rated, digit):
    qtbot.keyClicks(dial, str(digit))
    qtbot.waitUntil(lambda: [value for value, _ in rated] == [10.0 * digit])


def test_0_held_is_100_and_never_a_rating_of_0(qtbot, dial, rated):
    qtbot.keyPress(dial, Qt.Key.Key_0)
    assert dial.rating.value == 0
    qtbot.waitUntil(lambda: dial.rating.value == 100)
    qtbot.keyRelease(dial, Qt.Key.Key_0)
    qtbot.waitUntil(lambda: bool(rated))
    assert [value for value, _ in rated] == [100.0]


def test_0_let_go_is_0(qtbot, dial, rated):
    qtbot.keyClick(dial, Qt.Key.Key_0)
    qtbot.wait(100)
    assert dial.rating.value == 0
    qtbot.waitUntil(lambda: [value for value, _ in rated] == [0.0])


def test_the_same_value_again_is_a_rating_of_its_own(qtbot, dial, rated):
    drag(dial, 0.6)
    drag(dial, 0.6)
    qtbot.keyClick(dial, Qt.Key.Key_Return)
    assert [value for value, _ in rated] == [60.0, 60.0, 60.0]


def test_what_is_recorded_does_not_take_the_dial_out_of_ones_hand(dial):
    dial.rating.move(70)
    dial.rating.show(20.0)
    assert dial.rating.value == 70
    dial.rating.settle()
    dial.rating.show(20.0)
    assert dial.rating.value == 20


def test_nothing_goes_beyond_the_ends(qtbot, dial):
    dial.rating.show(95.0)
    qtbot.keyClick(dial, Qt.Key.Key_PageUp)
    assert dial.rating.value == 100
    dial.rating.settle()
    dial.rating.show(5.0)
    qtbot.keyClick(dial, Qt.Key.Key_PageDown)
    assert dial.rating.value == 0


def test_the_arc_fills_with_the_value(dial, picture_of, theme):
    def filled() -> int:
        image, wanted = picture_of(dial), theme.color("distress").rgb()
        return sum(
            image.pixel(x, y) == wanted
            for x in range(0, image.width(), 2)
            for y in range(0, image.height(), 2)
        )

    counts = []
    for value in (None, 20.0, 90.0):
        dial.rating.show(value)
        counts.append(filled())
    assert counts[0] == 0
    assert 0 < counts[1] < counts[2] / 2


class TestSlider:
    @pytest.fixture
    def slider(self, shown, theme, clock) -> ScaleSlider:
        return shown(ScaleSlider(theme, clock, "Strength of the sensation", 10), 432, 88)

    def test_arrows_move_by_one_of_ten(self, qtbot, slider):
        values: list[float] = []
        slider.rating.rated.connect(lambda value, _: values.append(value))
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_PageUp, Qt.Key.Key_Left):
            qtbot.keyClick(slider, key)
        qtbot.waitUntil(lambda: values == [2.0])

    def test_a_drag_rates_where_it_ends(self, slider):
        values: list[float] = []
        slider.rating.rated.connect(lambda value, _: values.append(value))
        track = slider._track()
        start, end = QPointF(track.left(), track.center().y()), track.center()
        QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=start.toPoint())
        QTest.mouseMove(slider, end.toPoint())
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=end.toPoint())
        assert values == [5.0]

    def test_a_mouse_does_not_take_the_keyboard(self, slider):
        assert not slider.focusPolicy() & Qt.FocusPolicy.ClickFocus

    def test_unset_it_says_so(self, slider):
        assert slider.accessibleName() == "Strength of the sensation: not rated yet"
