"""The window of the patient's screen: one key, no pointer, fed by events."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from coherence_desktop.events import Beat, Phase
from coherence_desktop.ui.client.client_window import ClientWindow
from coherence_desktop.ui.theme import Theme


@pytest.fixture
def window(shown, theme: Theme, session) -> ClientWindow:
    window = shown(ClientWindow(theme, session), 960, 540)
    window.guide._clock.stop()
    return window


def test_m_marks_the_moment_of_the_key(qtbot, window, session) -> None:
    session.t = 12.5
    with qtbot.waitSignal(window.mark_requested) as marked:
        qtbot.keyClick(window, Qt.Key.Key_M)
    assert marked.args == [12.5]


def test_a_held_m_is_one_mark(qtbot, window) -> None:
    repeated = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier, "m", True
    )
    with qtbot.assertNotEmitted(window.mark_requested):
        QApplication.sendEvent(window, repeated)


def test_f11_fills_the_screen_and_gives_it_back(qtbot, window) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isFullScreen()


def test_the_pointer_hides(window) -> None:
    assert window.cursor().shape() is Qt.CursorShape.BlankCursor


def test_without_a_second_screen_it_is_a_window_of_its_own(qtbot, theme, session, shown) -> None:
    main = shown(QWidget())
    window = ClientWindow(theme, session)
    qtbot.addWidget(window)
    window.open_beside(main)
    assert window.isWindow()
    assert window.isVisible()
    assert not window.isFullScreen()


def test_events_reach_the_guide(window, session) -> None:
    session.t = 100.0
    window.consume([Phase(0.0, "breathe", "", 600.0), Beat(99.5, 800.0, 99.6)])
    assert window.guide.corner_words == "8 minutes left"


def test_minutes_can_be_hidden(window, session) -> None:
    session.t = 100.0
    window.consume([Phase(0.0, "breathe", "", 600.0), Beat(99.5, 800.0, 99.6)])
    window.set_minutes_shown(False)
    assert window.guide.corner_words == ""


def test_there_are_no_controls_on_it(window, controls_of) -> None:
    assert controls_of(window) == []


def test_closing_it_is_told(qtbot, window) -> None:
    with qtbot.waitSignal(window.closed):
        window.close()
