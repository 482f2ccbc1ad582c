"""A plan goes home, a first evening is practised by it, and what was practised comes back."""

from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from coherence_desktop.chart import (
    HierarchyArranged,
    Identified,
    PlanAgreed,
    PlannedPractice,
    ResonanceChosen,
    Screened,
    Step,
)
from coherence_desktop.events import Beat, PacerChange, Phase, PracticeStarted, Rating
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import parse_key
from coherence_desktop.records.library import Library
from coherence_desktop.records.writings import Writings
from coherence_desktop.sensors.bluetooth import strap as straps
from coherence_desktop.ui.clients.client_page import ClientPage
from coherence_desktop.ui.clients.client_tabs import PLAN
from coherence_desktop.ui.clients.clients_page import ClientsPage
from coherence_desktop.ui.connect.connect_page import ConnectPage
from coherence_desktop.ui.handover.bring_page import BringPage
from coherence_desktop.ui.handover.hand_over_page import HandOverPage
from coherence_desktop.ui.handover.open_plan_page import OpenPlanPage
from coherence_desktop.ui.handover.take_page import TakePage
from coherence_desktop.ui.home.breathing_page import HomeBreathingPage
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.journal_page import JournalPage
from coherence_desktop.ui.home.progress_page import ProgressPage
from coherence_desktop.ui.home.today_page import TodayPage
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.review.sessions_page import SessionsPage
from coherence_desktop.ui.session import live_session
from coherence_desktop.ui.shell.way_page import WayPage

PASSPHRASE = "seven quiet herons at dusk"
OF_THE_FILE = "a lantern by the slow river"
NAME = "Polar H10 5A1B2C3D"
PACE_PER_MIN = 5.4
SPEED = 30.0
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clinic(tmp_path):
    """A clinician's library, with one client for whom everything for home is agreed."""
    path = tmp_path / "clinic" / "library.db"
    path.parent.mkdir()
    now = datetime.now(UTC).isoformat()
    answers = dict.fromkeys((question.id for question in load_screening().questions), False)
    step = Step(
        id="run", title="Running in place", exercise_id="running_in_place", released_for_home=True
    )
    practices = (
        PlannedPractice(
            kind="breathing",
            practice_id="resonance",
            name="Breathing at your rhythm",
            minutes=10.0,
        ),
        PlannedPractice(
            kind="compassion",
            practice_id="soothing_sentence",
            name="Soothing rhythm, your sentence",
            minutes=2.0,
        ),
    )
    with Library.create(path, parse_key(PASSPHRASE)) as made:
        Charts(made).add(
            [
                Identified(now, name="M-014", date_of_birth="1986-05-01"),
                Screened(now, answers=answers),
                ResonanceChosen(now, rate_per_min=PACE_PER_MIN),
                HierarchyArranged(now, steps=(step,)),
                PlanAgreed(now, day=here_now().date().isoformat(), practices=practices),
            ]
        )
    return path


@pytest.fixture
def hurried(monkeypatch):
    """Let minutes of a session pass in seconds, and the link be as patient as in earnest."""
    monkeypatch.setattr(
        live_session, "LiveSession", partial(live_session.LiveSession, speed=SPEED)
    )
    usual = straps.Timing()
    slow = straps.Timing(
        silence_s=SPEED * usual.silence_s,
        first_packet_s=SPEED * usual.first_packet_s,
        no_beat_s=SPEED * usual.no_beat_s,
    )
    monkeypatch.setattr(straps, "StrapSensor", partial(straps.StrapSensor, timing=slow))


@pytest.fixture
def chosen(monkeypatch):
    """Choose a file wherever the dialogs of the system ask for one."""

    def choose(path):
        for ask in ("getSaveFileName", "getOpenFileName"):
            monkeypatch.setattr(QFileDialog, ask, lambda *_: (str(path), ""))

    return choose


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def read(app) -> TodayPage:
    page = app.until_shown(TodayPage)
    app.until(lambda: page.today is not None)
    return page


def client_plan(app) -> ClientPage:
    """The plan of the only client, as a clinician comes to it."""
    app.until(lambda: isinstance(app.page, ClientsPage) and app.page.list.rows)
    app.press(Qt.Key.Key_Return)
    page = app.until_shown(ClientPage)
    app.until(lambda: page.desk.read)
    app.press(Qt.Key.Key_PageUp, CONTROL)
    assert page.tabs.current == PLAN
    return page


def hand_over(app, file, chosen) -> None:
    app.type(PASSPHRASE)
    client_plan(app)
    app.picture("evening-01-plan-tab")
    app.click("Hand over as a file")
    page = app.until_shown(HandOverPage)
    app.until(lambda: page.ready)
    app.until(lambda: "Own pace, 5.4 breaths a minute" in app.words())
    assert "1 step released for home: Running in place" in app.words()
    page.protect.first.take_focus()
    app.type(OF_THE_FILE)
    chosen(file)
    app.type(OF_THE_FILE)
    app.until(lambda: page.done.text)
    app.picture("evening-02-handed-over")
    assert OF_THE_FILE not in page.protect.first.text
    app.press(Qt.Key.Key_Escape)
    app.until_shown(ClientPage)


def open_plan(app, file, chosen) -> None:
    today = read(app)
    app.picture("evening-04-today-without-plan")
    assert today.due.title == "Breathing at your rhythm"
    assert "agreed" not in today.due.why
    app.click("Open a plan")
    page = app.until_shown(OpenPlanPage)
    chosen(file)
    app.click("Choose the file")
    app.until(lambda: page.ready)
    app.type("not the one")
    app.until(lambda: page.problem.text)
    app.until(lambda: not page.busy)
    app.picture("evening-05-wrong-passphrase")
    page.file.passphrase.clear()
    app.type(OF_THE_FILE)
    app.until(lambda: page.done.text)
    app.picture("evening-06-plan-opened")
    app.press(Qt.Key.Key_Return)
    today = read(app)
    app.until(lambda: "agreed" in today.due.why)
    app.picture("evening-07-today-with-plan")
    assert today.due.why == "10 minutes at 5.4 breaths a minute, as agreed with your clinician"
    assert today.beside.title == "Running in place"


def breathe(app) -> None:
    app.press(Qt.Key.Key_Return)
    connect = app.until_shown(ConnectPage)
    app.until(lambda: NAME in [row.strap.name for row in connect.strap_list.rows])
    app.picture("evening-08-strap")
    app.press(Qt.Key.Key_Return)
    page = app.until_shown(HomeBreathingPage)
    app.until(lambda: app.session_s() > 90.0)
    app.picture("evening-09-breathing")
    assert not any(letter.isdigit() for letter in app.words()), "no number is shown"
    app.until(lambda: page.over.text())
    app.picture("evening-10-breathing-over")
    app.press(Qt.Key.Key_Escape)
    today = read(app)
    app.until(lambda: today.due.title == "Soothing rhythm, your sentence")
    app.until(lambda: today.due.wave.values)
    app.picture("evening-11-today-breathed")


def be_kind(app) -> None:
    app.press(Qt.Key.Key_Return)
    page = app.until_shown(ProgrammePage)

    def come_to(step: str) -> None:
        app.until(lambda: page.step == step)

    def rate(*keys: Qt.Key) -> None:
        for number, key in enumerate(keys):
            if number:
                app.press(Qt.Key.Key_Tab)
            app.press(key)

    come_to("before")
    rate(Qt.Key.Key_7, Qt.Key.Key_3, Qt.Key.Key_6)
    app.picture("evening-12-before")
    app.press(Qt.Key.Key_Return)
    come_to("arrive")
    app.picture("evening-13-arrive")
    app.press(Qt.Key.Key_Return)
    come_to("sentence")
    QTest.keyClicks(app.window.focusWidget(), "I am allowed to rest")
    app.picture("evening-14-sentence")
    app.press(Qt.Key.Key_Return)
    come_to("breathe")
    app.picture("evening-15-breathe")
    come_to("after")
    rate(Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_4)
    app.press(Qt.Key.Key_Return)
    come_to("done")
    app.picture("evening-16-done")
    app.press(Qt.Key.Key_Return)


def write_a_line(app) -> None:
    app.press(Qt.Key.Key_J)
    page = app.until_shown(JournalPage)
    QTest.keyClicks(app.window.focusWidget(), "The warm hand helped.")
    app.press(Qt.Key.Key_Return, CONTROL)
    app.until(lambda: page.entries)
    app.picture("evening-18-journal")
    for _ in range(2):  # out of the field, then off the page
        app.press(Qt.Key.Key_Escape)


def bring(app, file, chosen) -> None:
    app.window.rail.chosen.emit("progress")
    app.until_shown(ProgressPage)
    app.picture("evening-20-progress")
    app.click("Share as a file")
    page = app.until_shown(BringPage)
    app.until(lambda: page.ready)
    app.until(lambda: "2 sessions" in app.words())
    assert page.protect.by_key, "the key of the clinic came with the plan"
    chosen(file)
    app.press(Qt.Key.Key_Return)
    app.until(lambda: page.done.text)
    app.picture("evening-21-brought")


def take(app, file, chosen) -> None:
    app.type(PASSPHRASE)
    client_plan(app)
    app.click("Take sessions back")
    page = app.until_shown(TakePage)
    chosen(file)
    app.click("Choose the file")
    app.until(lambda: page.ready)
    app.press(Qt.Key.Key_Return)
    app.until(lambda: page.done.text)
    app.picture("evening-22-taken")
    assert page.done.text.startswith("Added to M-014: 2 new sessions")


def review(app) -> None:
    app.window.rail.chosen.emit("review")
    sessions = app.until_shown(SessionsPage)
    app.until(lambda: len(sessions.entries) == 2 and all(one.facts for one in sessions.entries))
    app.picture("evening-23-sessions")
    assert [one.facts.kind for one in sessions.entries] == ["Compassion", "Breathing"]
    assert {one.client for one in sessions.entries} == {"M-014"}
    for entry in sessions.entries:
        app.press(Qt.Key.Key_Return)
        page = app.until_shown(ReviewPage)
        app.until(lambda page=page, entry=entry: page.title == entry.title)
        app.until(lambda page=page: "median" in page.coherence.accessibleName())
        app.picture(f"evening-24-review-{entry.facts.kind}")
        median = float(page.coherence.accessibleName().split()[-1])
        assert 0.0 < median <= 100.0
        app.press(Qt.Key.Key_Escape)
        app.until_shown(SessionsPage)
        app.press(Qt.Key.Key_Down)


def test_a_first_evening_by_a_plan_comes_back_to_the_clinic(
    clinic, hurried, chosen, strap, rr_of, open_app, tmp_path
):
    plan, brought = tmp_path / "plan.age", tmp_path / "sessions.age"
    home = tmp_path / "home"
    home.mkdir()

    def tomorrow():
        return here_now() + timedelta(days=1)

    at_clinic = partial(open_app, clinic, settings=clinic.parent)
    at_home = partial(open_app, home / "library.db", "", settings=home)

    app = at_clinic()
    hand_over(app, plan, chosen)
    app.close()

    strap(np.tile(rr_of("physio_1"), 4), name=NAME, speed=SPEED)
    app = at_home()
    app.until(lambda: "Protect your recordings" in app.words())
    app.type(PASSPHRASE)
    app.type(PASSPHRASE)
    app.until_shown(WayPage)
    app.picture("evening-03-way")
    app.press(Qt.Key.Key_Return)
    open_plan(app, plan, chosen)
    breathe(app)
    be_kind(app)
    today = read(app)
    app.until(lambda: today.due.title == "Done for today")
    app.picture("evening-17-done-for-today")
    write_a_line(app)
    read(app)
    app.close()

    with Library.open(home / "library.db", parse_key(PASSPHRASE)) as library:
        kind, breathing = (library.events(session.id) for session in library.sessions())
        client = library.sessions()[0].client
        texts = [one.text for one in Writings(library, client).all()]
    assert sorted(texts) == ["I am allowed to rest", "The warm hand helped."]
    assert of(PracticeStarted, breathing)[0].practice_id == "resonance"
    pace = of(PacerChange, breathing)[0]
    period_s = pace.inhale_s + pace.hold_in_s + pace.exhale_s + pace.hold_out_s
    assert 60.0 / period_s == pytest.approx(PACE_PER_MIN, abs=0.05)
    assert of(Phase, breathing)[-1].t == pytest.approx(600.0, abs=1.0)
    assert of(Beat, breathing)[-1].t > 590.0
    assert of(PracticeStarted, kind)[0].practice_id == "soothing_sentence"
    assert [rating.value for rating in of(Rating, kind)] == [7, 3, 60, 5, 6, 40]

    app = at_home(now=tomorrow)
    app.type(PASSPHRASE)
    today = read(app)
    app.picture("evening-19-next-day")
    assert today.due.title == "Breathing at your rhythm"
    assert today.due.go.text() == "Continue"
    assert "Last worn yesterday" in app.words()
    app.until(lambda: "Your heart yesterday" in app.words())
    bring(app, brought, chosen)
    app.close()

    app = at_clinic(now=tomorrow)
    take(app, brought, chosen)
    review(app)
    app.close()
    with Library.open(clinic, parse_key(PASSPHRASE)) as library:
        (client,) = Charts(library).clients()
        assert Writings(library, client.id).all() == [], "the journal stays at home unless asked"
