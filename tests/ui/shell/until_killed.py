"""Half a session of exposure in a process of its own; `test_exposure.py` runs it and kills it."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.practice.exposure.phases import BASELINE, INDUCE, LEARN, REST, STAY
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.clients.client_tabs import HIERARCHY
from coherence_desktop.ui.clients.clients_page import ClientsPage

NAME = "Polar H10 5A1B2C3D"


def in_phase(app, phase: str) -> None:
    app.until(lambda: app.page.state.phase == phase)


def test_half_a_session(open_app):
    app = open_app(Path(os.environ["COHERENCE_TEST_LIBRARY"]))
    app.type("seven quiet herons at dusk")
    app.until_shown(ClientsPage)
    app.until(lambda: "M-014" in str(app.page.list.rows))
    app.picture("exposure-1-clients")
    app.press(Qt.Key.Key_Return)
    page = app.until_shown(ClientPage)
    app.until(lambda: page.desk.read)
    app.picture("exposure-2-overview")
    for _ in range(2):
        app.press(Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.current == HIERARCHY
    app.picture("exposure-3-hierarchy")
    app.press(Qt.Key.Key_Return)
    app.until(lambda: app.page is not page)
    trial = app.connected(NAME)
    in_phase(app, "predict")
    app.until(lambda: len(trial.model.live.track) >= 3)

    # The first trial, whole.
    QTest.keyClicks(app.window.focusWidget(), "My heart will race until I collapse")
    app.picture("exposure-4-predict")
    app.press(Qt.Key.Key_Escape)
    app.press(Qt.Key.Key_Right)
    in_phase(app, BASELINE)
    app.picture("exposure-5-baseline")
    app.press(Qt.Key.Key_Right)
    in_phase(app, INDUCE)
    app.press(Qt.Key.Key_6)
    app.press(Qt.Key.Key_D)
    app.picture("exposure-6-induce")
    app.press(Qt.Key.Key_Right)
    in_phase(app, STAY)
    app.press(Qt.Key.Key_7)
    app.picture("exposure-7-stay")
    app.press(Qt.Key.Key_Right)
    in_phase(app, "recover")
    app.press(Qt.Key.Key_3)
    app.picture("exposure-8-recover")
    app.press(Qt.Key.Key_Right)
    in_phase(app, LEARN)
    app.picture("exposure-9-learn")
    app.press(Qt.Key.Key_Right)
    in_phase(app, REST)
    app.picture("exposure-10-rest")

    # The second one, chosen from the hierarchy, up to where it is killed.
    app.press(Qt.Key.Key_Return)
    page = app.until_shown(ClientPage)
    app.press(Qt.Key.Key_Return)
    app.until(lambda: app.page is trial)
    in_phase(app, "predict")
    app.press(Qt.Key.Key_Escape)
    for phase in (BASELINE, INDUCE, STAY):
        app.press(Qt.Key.Key_Right)
        in_phase(app, phase)
    app.press(Qt.Key.Key_5)
    app.until(lambda: app.page.state.last_distress)
    assert app.page.state.last_distress.value == 50
    app.press(Qt.Key.Key_N)
    app.type("Held on to the chair")
    QTest.qWait(1200)
    Path(os.environ["COHERENCE_TEST_STAYED"]).touch()
    QTest.qWait(600_000)
