"""A person who practises alone: today's page, a practice, a kindness, a journal line."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import Identified, PlanAgreed, PlannedPractice, Step
from coherence_desktop.events import Beat, PacerChange, PracticeStarted, TrialStarted
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.writings import Writings
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.handover.bring_page import BringPage
from coherence_desktop.ui.handover.open_plan_page import OpenPlanPage
from coherence_desktop.ui.home.breathing_page import HomeBreathingPage
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.journal_page import JournalPage
from coherence_desktop.ui.home.progress_page import ProgressPage
from coherence_desktop.ui.home.steps_page import StepsPage
from coherence_desktop.ui.home.today_page import TodayPage
from coherence_desktop.ui.home.trial_page import HomeTrialPage
from coherence_desktop.ui.live.held_page import HeldPage
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.programme.writings_page import WritingsPage
from coherence_desktop.ui.shell.practise_page import PractisePage
from coherence_desktop.ui.shell.way_page import WayPage

PASSPHRASE = "seven quiet herons at dusk"
NAME = "Polar H10 5A1B2C3D"


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def at_home(app) -> TodayPage:
    page = app.until_shown(TodayPage)
    app.until(lambda: page.today is not None)
    return page


def test_a_first_evening_at_home(strap, rr_of, open_app):
    strap(rr_of("physio_1"), name=NAME)
    app = open_app(way="")
    app.until(lambda: "Protect your recordings" in app.words())
    app.type(PASSPHRASE)
    app.type(PASSPHRASE)
    app.until_shown(WayPage)
    app.picture("home-1-way")
    app.press(Qt.Key.Key_Return)
    at_home(app)
    app.picture("home-2-today")

    # Enter continues; with no strap known yet, it is looked for.
    app.press(Qt.Key.Key_Return)
    connect = app.until_shown(ConnectPage)
    app.until(lambda: NAME in [row.strap.name for row in connect.strap_list.rows])
    app.press(Qt.Key.Key_Return)
    breathing = app.until_shown(HomeBreathingPage)
    app.until(lambda: len(breathing._model.track) >= 20)
    app.picture("home-3-breathing")
    assert not any(character.isdigit() for character in app.words()), "no number is shown"
    app.press(Qt.Key.Key_P)
    app.until(lambda: breathing.pause.text() == "Go on")
    app.press(Qt.Key.Key_P)
    app.until(lambda: breathing.pause.text() == "Pause")
    app.press(Qt.Key.Key_Escape)
    at_home(app)
    app.picture("home-4-today-after")

    # A kindness, from the list.
    app.window.rail.chosen.emit("practise")
    practise = app.until_shown(PractisePage)
    app.picture("home-5-practise")
    names = [offer.id for offer in practise.list.rows]
    practise.list.select(names.index("flare_up"))
    app.press(Qt.Key.Key_Return)
    app.until_shown(ConnectPage)
    app.click("Practise without a strap")
    app.until_shown(ProgrammePage)
    app.picture("home-6-kindness")
    app.press(Qt.Key.Key_Escape)
    at_home(app)

    # A line in the journal, and how it has been.
    app.window.rail.chosen.emit("journal")
    app.until_shown(JournalPage)
    app.picture("home-7-journal")
    app.click("Letters and sentences")
    app.until_shown(WritingsPage)
    app.picture("home-12-letters")
    app.press(Qt.Key.Key_Escape)
    app.until_shown(JournalPage)
    app.window.rail.chosen.emit("progress")
    app.until_shown(ProgressPage)
    QTest.qWait(300)
    app.picture("home-8-progress")

    # Files go to the clinician and come from there.
    app.click("Share as a file")
    app.until_shown(BringPage)
    app.picture("home-9-bring")
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ProgressPage)
    app.window.rail.chosen.emit("today")
    at_home(app)
    app.click("Open a plan")
    app.until_shown(OpenPlanPage)
    app.picture("home-10-open-plan")
    app.press(Qt.Key.Key_Escape)

    # Now the strap is known: Enter begins at once.
    app.window.rail.chosen.emit("today")
    at_home(app)
    app.press(Qt.Key.Key_Return)
    app.until_shown(HeldPage)
    app.press(Qt.Key.Key_Escape)
    at_home(app)
    app.close()

    with Library.open(app.library_path, parse_key(PASSPHRASE)) as library:
        sessions = library.sessions()
        own = {session.client for session in sessions}
        logs = [library.events(session.id) for session in reversed(sessions)]
    assert len(own) == 1
    assert "" not in own
    kinds = [of(PracticeStarted, log)[0] for log in logs]
    assert [(one.kind, one.practice_id) for one in kinds] == [
        ("breathing", "resonance"),
        ("compassion", "flare_up"),
        ("breathing", "resonance"),
    ]
    assert len(of(Beat, logs[0])) >= 20


@pytest.fixture
def planned(tmp_path) -> Path:
    """A library at home, with a plan that has a pace of its own for a pattern."""
    path = tmp_path / "library.db"
    practice = PlannedPractice(
        kind="breathing", practice_id="four_six", name="4 in, 6 out", minutes=5.0, rate_per_min=5.0
    )
    now = here_now()
    steps = (
        Step(id="run", title="Running in place", exercise_id="running_in_place"),
        Step(id="stare", title="Staring", exercise_id="staring"),
    )
    with Library.create(path, parse_key(PASSPHRASE)) as made:
        plan = PlanAgreed(
            now.isoformat(), day=now.date().isoformat(), practices=(practice,), steps=steps
        )
        Charts(made).add([Identified(now.isoformat(), name=""), plan])
    return path


def test_sound_only_begins_in_the_dark_and_at_the_pace_of_the_plan(planned, open_app, kept):
    app = open_app(planned, way="home")
    app.type(PASSPHRASE)
    today = at_home(app)
    assert today.due.why == "5 minutes at 5.0 breaths a minute, as agreed with your clinician"
    app.click("Sound only")
    app.until_shown(ConnectPage)
    app.click("Practise without a strap")
    breathing = app.until_shown(HomeBreathingPage)
    app.until(breathing.eyes_closed.isChecked)
    app.until(lambda: app.shell.session.pacer is not None)
    for _ in range(2):  # eyes open, then the end
        app.press(Qt.Key.Key_Escape)
    at_home(app)
    app.close()
    (pace,) = of(PacerChange, kept(planned))
    assert pace.inhale_s + pace.exhale_s == pytest.approx(12.0)
    assert pace.exhale_s / pace.inhale_s == pytest.approx(6 / 4)


def test_esc_leaves_the_straps_for_today(planned, open_app):
    app = open_app(planned, way="home")
    app.type(PASSPHRASE)
    at_home(app)
    app.press(Qt.Key.Key_Return)
    app.until_shown(ConnectPage)
    app.press(Qt.Key.Key_Escape)
    at_home(app)


def test_a_line_that_is_still_in_its_field_is_kept_as_the_window_closes(planned, open_app):
    app = open_app(planned, way="home")
    app.type(PASSPHRASE)
    at_home(app)
    app.press(Qt.Key.Key_J)
    app.until_shown(JournalPage)
    QTest.keyClicks(app.window.focusWidget(), "Cold hands, and it passed")
    app.close()
    with Library.open(planned, parse_key(PASSPHRASE)) as library:
        (client,) = Charts(library).clients()
        texts = [one.text for one in Writings(library, client.id).all()]
    assert texts == ["Cold hands, and it passed"]


def test_a_released_step_is_tried_at_home_and_another_chosen_after_it(planned, open_app, kept):
    app = open_app(planned, way="home")
    app.type(PASSPHRASE)
    at_home(app)
    app.click("Look at it first")
    app.until_shown(ConnectPage)
    app.click("Practise without a strap")
    trial = app.until_shown(HomeTrialPage)
    app.until(lambda: trial.state.phase == "predict")
    app.picture("home-11-step")
    trial.next_step_asked.emit()
    app.until_shown(StepsPage)
    app.picture("home-12-steps")
    app.press(Qt.Key.Key_Escape)
    app.until_shown(HomeTrialPage)
    assert not any(character.isdigit() for character in app.words()), "no number is shown"
    trial.setFocus()
    keys = {"baseline": Qt.Key.Key_Right, "learn": Qt.Key.Key_Escape, "rest": Qt.Key.Key_Right}
    for phase, key in keys.items():
        app.press(key)
        app.until(lambda phase=phase: trial.state.phase == phase)
        app.picture(f"home-13-{phase}")
        if phase == "baseline":
            app.press(Qt.Key.Key_6)
            app.until(lambda: trial.state.last_distress)
            app.picture("home-13-rated")
    app.click("Another step")
    steps = app.until_shown(StepsPage)
    assert [button.text() for button in steps.steps] == ["Running in place", "Staring"]
    app.press(Qt.Key.Key_Tab)
    app.press(Qt.Key.Key_Return)
    app.until(lambda: app.page is trial and trial.state.phase == "predict")
    app.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    at_home(app)
    app.close()
    tried = [one.exercise_id for one in of(TrialStarted, kept(planned))]
    assert tried == ["running_in_place", "staring"]


def test_settings_at_home_hold_the_reminders(open_app):
    app = open_app(way="home")
    app.type(PASSPHRASE)
    app.type(PASSPHRASE)
    at_home(app)
    app.window.rail.chosen.emit("settings")
    app.until(lambda: "Reminders" in app.words())
    app.picture("home-11-settings")


def test_a_pattern_of_the_clinics_own_comes_with_the_plan(open_app, kept, tmp_path):
    path, now = tmp_path / "library.db", here_now()
    practice = PlannedPractice(
        kind="breathing",
        practice_id="of_the_clinic",
        name="Slow out",
        minutes=5.0,
        parts_s=(4.0, 0.0, 7.0, 0.0),
    )
    with Library.create(path, parse_key(PASSPHRASE)) as made:
        plan = PlanAgreed(now.isoformat(), day=now.date().isoformat(), practices=(practice,))
        Charts(made).add([Identified(now.isoformat(), name=""), plan])
    app = open_app(path, way="home")
    app.type(PASSPHRASE)
    at_home(app)
    app.click("Sound only")
    app.until_shown(ConnectPage)
    app.click("Practise without a strap")
    app.until_shown(HomeBreathingPage)
    app.until(lambda: app.shell.session.pacer is not None)
    for _ in range(2):  # eyes open, then the end
        app.press(Qt.Key.Key_Escape)
    at_home(app)
    app.close()
    (pace,) = of(PacerChange, kept(path))
    assert (pace.inhale_s, pace.exhale_s) == (4.0, 7.0)
