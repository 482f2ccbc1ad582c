"""A session of three trials in the window: killed in the second, gone on with, and reviewed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import (
    HierarchyArranged,
    Identified,
    Screened,
    Step,
    TrialDefaultsSet,
)
from coherence_desktop.events import (
    Answer,
    Beat,
    Gap,
    Marker,
    Note,
    Phase,
    Rating,
    Reopened,
    TrialEnded,
    TrialStarted,
)
from coherence_desktop.practice.exposure.phases import BASELINE, INDUCE, LEARN, REST, STAY
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.export.page import ExportPage
from coherence_desktop.ui.report.page import ReportPage
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.shell.continue_page import ContinuePage

PASSPHRASE = "seven quiet herons at dusk"
NAME = "Polar H10 5A1B2C3D"
NOW = "2026-11-23T10:00:00+00:00"


@pytest.fixture
def library(tmp_path) -> Path:
    """A library with one client, who has answered the screening and has a hierarchy."""
    path = tmp_path / "library.db"
    answers = dict.fromkeys((question.id for question in load_screening().questions), False)
    step = Step(id="run", title="Running in place", exercise_id="running_in_place")
    with Library.create(path, parse_key(PASSPHRASE)) as made:
        Charts(made).add(
            [
                Identified(NOW, name="M-014", date_of_birth="1986-05-01"),
                Screened(NOW, answers=answers),
                HierarchyArranged(NOW, steps=(step,)),
                TrialDefaultsSet(NOW, recovery="free"),
            ]
        )
    return path


@pytest.fixture
def killed_in_the_second_stay(library, strap, mock_bluez, tmp_path) -> list[object]:
    """Run the app in a process of its own up to there, and kill it; gives the log so far."""
    rest = 900.0 + 40.0 * np.sin(2.0 * np.pi * np.arange(3000) / 11.0)
    strap(rest, name=NAME, speed=1.0)
    stayed = tmp_path / "stayed"
    environment = mock_bluez.env | {
        "COHERENCE_TEST_LIBRARY": str(library),
        "COHERENCE_TEST_STAYED": str(stayed),
        "COHERENCE_TEST_ON_BUS": "1",
        "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
    }
    acted = Path(__file__).with_name("until_killed.py")
    told = tmp_path / "told.txt"
    with told.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", str(acted)],
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[3],
        )
        while process.poll() is None and not stayed.exists():
            time.sleep(0.1)
        assert stayed.exists(), told.read_text()
        process.send_signal(signal.SIGKILL)
        process.wait()
    with Library.open(library, parse_key(PASSPHRASE)) as opened:
        log = opened.events(opened.session("last").id)
        # As it was found: recovered now, and again at the next opening of a window.
        opened.reopen_session(opened.session("last").id)
    return log


def in_phase(app, phase: str) -> None:
    app.until(lambda: app.page.state.phase == phase)


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def test_a_session_of_three_trials_survives_a_kill_and_is_reviewed_whole(
    killed_in_the_second_stay, library, open_app, kept, tmp_path
):
    before = killed_in_the_second_stay
    assert [event.name for event in of(Phase, before)][-1] == STAY
    assert of(Note, before)[-1].text == "Held on to the chair"

    app = open_app(library)
    app.type(PASSPHRASE)
    page = app.until_shown(ContinuePage)
    assert "ended without closing" in page.message
    app.picture("exposure-11-continue")
    app.press(Qt.Key.Key_Return)
    app.until_shown(ConnectPage)
    trial = app.connected(NAME)
    in_phase(app, STAY)
    app.picture("exposure-12-stay-again")
    assert trial.state.trials == 2
    assert trial.state.last_distress.value == 50

    # The second trial goes on where it was; then the third.
    app.until(lambda: trial.model.live.track.last_t > app.session_s() - 5.0)
    app.press(Qt.Key.Key_3)
    for phase in ("recover", LEARN, REST):
        app.press(Qt.Key.Key_Right)
        in_phase(app, phase)
    app.press(Qt.Key.Key_Return)
    app.until_shown(ClientPage)
    app.until(lambda: app.page.desk.read)
    app.press(Qt.Key.Key_Return)
    app.until(lambda: app.page is trial)
    in_phase(app, "predict")
    app.press(Qt.Key.Key_Escape)
    for phase in (BASELINE, INDUCE):
        app.press(Qt.Key.Key_Right)
        in_phase(app, phase)
    app.press(Qt.Key.Key_8)
    stopped_s = app.session_s()
    app.press(Qt.Key.Key_Escape)
    in_phase(app, LEARN)
    learned = trial.body.learn.learned
    app.until(learned.isVisible)
    learned.setFocus()
    QTest.keyClicks(learned, "It passed by itself.")
    app.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    review = app.until_shown(ReviewPage)
    app.until(lambda: review.review is not None)
    app.picture("exposure-13-review")
    assert [view.number for view in review.review.trials] == [1, 2, 3]
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    app.press(Qt.Key.Key_S, control | shift)
    export = app.until_shown(ExportPage)
    export.folder.set_text(str(tmp_path / "out"))
    app.picture("exposure-14-export")
    app.press(Qt.Key.Key_Return, control)
    app.until(lambda: export.result.text)
    assert len(list((tmp_path / "out").glob("*.csv"))) == 2
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ReviewPage)
    app.press(Qt.Key.Key_P, control)
    app.until_shown(ReportPage)
    app.picture("exposure-15-report")
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ReviewPage)
    app.until(review.notes.isVisible)
    app.press(Qt.Key.Key_N)
    app.type("Next time without the chair")
    app.close()

    log = kept(library)
    assert log[-1].text == "Next time without the chair", "a note added later is kept, too"
    log = log[:-1]
    assert log[: len(before)] == before, "what was recorded before the kill is as it was"
    (reopened,) = of(Reopened, log)
    (hole,) = [gap for gap in of(Gap, log) if gap.cause == "app_died"]
    last_before = of(Beat, before)[-1].t
    assert hole.start_s == pytest.approx(last_before, abs=0.01)
    assert reopened.t - hole.end_s < 5.0
    trials = trials_of(log)
    assert [one.started.exercise_id for one in trials] == ["running_in_place"] * 3
    assert [[span.name for span in one.phases] for one in trials] == [
        ["predict", "baseline", "induce", "stay", "recover", "learn"],
        ["predict", "baseline", "induce", "stay", "recover", "learn"],
        ["predict", "baseline", "induce", "learn"],
    ]
    assert [one.end_reason for one in trials] == ["completed", "completed", "stopped"]
    distress = [[r.value for r in one.ratings if r.scale == "distress"] for one in trials]
    assert distress == [[60.0, 70.0, 30.0], [50.0, 30.0], [80.0]]
    assert of(Marker, log)[0].label == "Dizzy"
    assert trials[0].answered("fear") == "My heart will race until I collapse"
    assert trials[2].answered("learned") == "It passed by itself."
    assert of(TrialEnded, log)[-1].t == pytest.approx(stopped_s, abs=0.3)
    assert len(of(TrialStarted, log)) == 3
    assert len(of(Answer, log)) >= 2
    assert of(Rating, log) == sorted(of(Rating, log), key=lambda rating: rating.t)
