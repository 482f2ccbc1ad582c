"""Buttons: pressed by key and mouse, named for screen readers, seen when focused."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.focus_ring import ring_of
from coherence_desktop.ui.widgets.icon import Icon


@pytest.fixture
def pair(shown, theme: Theme) -> tuple[QWidget, Button, Button]:
    window = QWidget()
    column = QVBoxLayout(window)
    first, second = Button(theme, "Pause", cap="P"), Button(theme, "End", ButtonKind.STOP)
    column.addWidget(first)
    column.addWidget(second)
    shown(window, 300, 200)
    return window, first, second


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_it(qtbot, pair, key) -> None:
    _, first, _ = pair
    with qtbot.waitSignal(first.clicked):
        qtbot.keyClick(first, key)


def test_arrows_are_left_to_the_page(qtbot, pair) -> None:
    _, first, second = pair
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Down)
    assert first.hasFocus()
    assert not second.hasFocus()


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_every_kind_is_a_target_of_at_least_40(theme: Theme, kind: ButtonKind, qapp) -> None:
    assert Button(theme, "Go on", kind).sizeHint().height() >= 40


def test_its_words_are_its_accessible_name(theme: Theme, qapp) -> None:
    button = Button(theme, "Pause")
    button.set_text("Go on")
    assert button.accessibleName() == "Go on"


def test_a_cap_and_a_drawing_widen_it(theme: Theme, qapp) -> None:
    plain = Button(theme, "Note").sizeHint().width()
    assert Button(theme, "Note", cap="N").sizeHint().width() > plain
    assert Button(theme, "Note", glyph=Icon("note")).sizeHint().width() > plain


def test_it_inverts_for_a_moment_when_its_key_is_heard(qtbot, pair, picture_of) -> None:
    _, first, _ = pair
    before = picture_of(first)
    first.invert(40)
    assert picture_of(first) != before
    qtbot.waitUntil(lambda: picture_of(first) == before)


def test_it_follows_the_palette(qtbot, pair, picture_of, theme: Theme) -> None:
    _, first, _ = pair
    before = picture_of(first)
    theme.set_dark(not theme.dark)
    assert picture_of(first) != before


class TestFocusRing:
    def test_keyboard_focus_shows_it_two_px_outside(self, qtbot, pair, theme: Theme) -> None:
        window, first, second = pair
        first.setFocus()
        qtbot.keyClick(first, Qt.Key.Key_Tab)
        ring = ring_of(second, theme)
        assert ring.isVisible()
        assert ring.target is second
        corner = second.mapTo(window, second.rect().topLeft())
        assert ring.geometry().topLeft() == corner - type(corner)(4, 4)

    def test_mouse_focus_does_not(self, qtbot, pair, theme: Theme) -> None:
        _, first, second = pair
        first.setFocus()
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
        assert second.hasFocus()
        assert not ring_of(second, theme).isVisible()

    def test_it_goes_with_the_focus(self, qtbot, pair, theme: Theme) -> None:
        _, first, second = pair
        second.setFocus(Qt.FocusReason.TabFocusReason)
        second.hide()
        assert not ring_of(first, theme).isVisible() or ring_of(first, theme).target is first

    def test_it_moves_with_its_control(self, qtbot, pair, theme: Theme) -> None:
        window, _, second = pair
        second.setFocus(Qt.FocusReason.TabFocusReason)
        before = ring_of(second, theme).geometry()
        window.resize(500, 400)
        qtbot.waitUntil(lambda: ring_of(second, theme).geometry() != before)

    def test_it_takes_no_clicks(self, qtbot, pair, theme: Theme) -> None:
        window, _, second = pair
        second.setFocus(Qt.FocusReason.TabFocusReason)
        middle = second.mapTo(window, second.rect().center())
        assert window.childAt(middle) is second
