"""Fixtures for every part of the window: both looks, and walks over the controls."""

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QWidget

from coherence_desktop.ui.collecting import Collecting, unsettle
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.page import Page


@pytest.fixture(autouse=True)
def collecting(qapp: QApplication) -> Iterator[Collecting]:
    """Garbage is collected as in the app: in the window's thread, and soon after a page has gone.

    What stays from test to test is not looked at again.
    """
    gc.collect()
    gc.freeze()
    stays = gc.get_freeze_count()
    collecting = Collecting()
    collecting.begin()
    yield collecting
    collecting.end()
    if gc.get_freeze_count() > stays:  # a session has begun, and not ended
        unsettle()


@pytest.fixture(params=[False, True], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp) -> Theme:
    """The theme in each of its two palettes."""
    return Theme(dark=request.param)


@pytest.fixture
def shown(qtbot, theme: Theme) -> Iterator[Callable[..., QWidget]]:
    """Show a widget as an active window of some size and take it down after the test."""

    def show(widget: QWidget, width: int = 1440, height: int = 900) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        with qtbot.waitExposed(widget):
            widget.show()
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


@pytest.fixture
def controls_of() -> Callable[[QWidget], list[QWidget]]:
    """Every control that can be seen and used now: what Tab, or an arrow in a group, reaches."""

    def controls(root: QWidget) -> list[QWidget]:
        focusable = [
            widget
            for widget in root.findChildren(QWidget)
            if (widget.focusPolicy() & Qt.FocusPolicy.TabFocus or _exclusive(widget))
            and widget.isVisibleTo(root)
            and widget.isEnabled()
            and widget.focusProxy() is None
            and not isinstance(widget, Page)
        ]
        boxes = [widget for widget in focusable if isinstance(widget, QComboBox)]
        return [
            widget
            for widget in focusable
            if not any(box.isAncestorOf(widget) for box in boxes if box is not widget)
        ]

    return controls


@pytest.fixture
def reached_by_tab() -> Callable[[QWidget], list[QWidget]]:
    """Controls in the order in which Tab comes to them, once around."""

    def walk(root: QWidget) -> list[QWidget]:
        order: list[QWidget] = []
        for _ in range(200):
            QTest.keyClick(root.window().focusWidget() or root, Qt.Key.Key_Tab)
            focused = root.window().focusWidget()
            if focused is None or focused in order:
                break
            order.append(focused)
        return order

    return walk


@pytest.fixture
def nameless_controls(controls_of) -> Callable[[QWidget], list[QWidget]]:
    """Controls that a screen reader could not name; an empty list is what is wanted."""

    def find(root: QWidget) -> list[QWidget]:
        return [control for control in controls_of(root) if not control.accessibleName().strip()]

    return find


@pytest.fixture
def unreached_controls(controls_of, reached_by_tab) -> Callable[[QWidget], list[QWidget]]:
    """Controls that Tab never comes to; of a group of choices one is enough."""

    def find(root: QWidget) -> list[QWidget]:
        reached = set(reached_by_tab(root))
        groups = {widget.parentWidget() for widget in reached if _exclusive(widget)}
        return [
            control
            for control in controls_of(root)
            if control not in reached
            and not (_exclusive(control) and control.parentWidget() in groups)
        ]

    return find


@pytest.fixture
def picture_of() -> Callable[[QWidget], QImage]:
    """What a widget looks like, pixel by pixel."""

    def grab(widget: QWidget) -> QImage:
        return widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)

    return grab


def _exclusive(widget: QWidget) -> bool:
    return isinstance(widget, QAbstractButton) and widget.autoExclusive()
