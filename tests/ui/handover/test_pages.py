"""The four pages: a plan goes home, sessions come back, and what can go wrong is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import PlanAgreed
from coherence_desktop.events import Beat, Ended, Note, Started
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.handover.link import identity_of
from coherence_desktop.records.handover.sealing import recipient_of
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.library import Library
from coherence_desktop.records.session_adding import Arriving, add_sessions
from coherence_desktop.records.session_id import new_session_id
from coherence_desktop.ui.handover.bring_page import BringPage
from coherence_desktop.ui.handover.hand_over_page import HandOverPage
from coherence_desktop.ui.handover.open_plan_page import OpenPlanPage
from coherence_desktop.ui.handover.take_page import TakePage


@pytest.fixture
def ready(shown, qtbot):
    """Show a page and wait until it has read what it needs; it lives as long as the test."""
    pages = []

    def show(page):
        pages.append(shown(page))
        qtbot.waitUntil(lambda: not page.busy)
        return page

    yield show
    pages.clear()


@pytest.fixture
def key(home, now) -> str:
    charts = Charts(home)
    own = own_chart(charts)
    return recipient_of(identity_of(charts, own, charts.entries(own), now()))


@pytest.fixture
def handed(ready, theme, clinic, client, key, files, now, qtbot):
    """The plan, written for the key of the person at home."""
    page = ready(HandOverPage(theme, clinic, client, files=files, now=now))
    page.protect.set_key(key)
    with qtbot.waitSignal(page.written):
        page.main.click()
    return files.path


@pytest.fixture
def opened(handed, ready, theme, home, files, now, qtbot):
    """The page after the plan was opened."""
    page = ready(OpenPlanPage(theme, home, files=files, now=now))
    page.file.choose.click()
    qtbot.waitUntil(page.main.isEnabled)
    with qtbot.waitSignal(page.opened):
        page.main.click()
    return page


@pytest.fixture
def practised(home, now) -> str:
    started = Started(
        0.0,
        started_utc=now().isoformat(),
        timezone="UTC",
        utc_offset_s=0,
        app_version="0.1.0",
        source="strap",
    )
    log = (started, Beat(1.0, 812.5, 1.2), Note(2.0, "private"), Ended(3.0))
    session = Arriving(id=new_session_id(now()), events=log)
    add_sessions(home, [session])
    return session.id


def test_the_page_says_what_is_in_the_file_and_what_stays(
    ready, theme, clinic, client, files, now
):
    page = ready(HandOverPage(theme, clinic, client, files=files, now=now))
    told = "\n".join(page.facts.told)
    for words in (
        "Breathing at your rhythm, 10 minutes, every day",
        "Three minds, 5 minutes, Tuesday and Friday",
        "1 step released for home: Staring",
        "People to call: Crisis line",
        "6.2 breaths a minute",
        "156 a minute",
    ):
        assert words in told
    assert "Name, date of birth and your notes" in page.stays.told
    assert not page.protect.by_key


def test_a_passphrase_is_asked_for_twice_before_anything_is_written(
    ready, theme, clinic, client, files, now
):
    page = ready(HandOverPage(theme, clinic, client, files=files, now=now))
    page.main.click()
    assert page.problem.text == "Type a passphrase first."
    page.protect.first.take_focus()
    QTest.keyClicks(page.protect.first.line, "four words")
    QTest.keyClick(page.protect.first.line, Qt.Key.Key_Return)
    assert page.focusWidget() is page.protect.again.line
    QTest.keyClicks(page.protect.again.line, "four wards")
    QTest.keyClick(page.protect.again.line, Qt.Key.Key_Return)
    assert page.problem.text == "The two differ. Type the second again."
    assert not files.path.exists()


def test_nothing_is_written_where_nobody_chose_a_file(
    ready, theme, clinic, client, key, files, now
):
    files.path = None
    page = ready(HandOverPage(theme, clinic, client, files=files, now=now))
    page.protect.set_key(key)
    page.main.click()
    assert not page.busy
    assert not page.done.text


def test_an_opened_plan_is_shown_and_in_the_chart(opened, home):
    assert opened.done.text == "Your plan is here. Today's page follows it from now on."
    assert "1 step released for home: Staring" in opened.plan.told
    assert opened.main.text() == "Go on to today"
    charts = Charts(home)
    kinds = [type(entry) for entry in charts.entries(own_chart(charts))]
    assert kinds.count(PlanAgreed) == 1


def test_something_else_is_refused_in_one_sentence(ready, theme, home, files, now, qtbot):
    files.path.write_bytes(b"something else")
    page = ready(OpenPlanPage(theme, home, files=files, now=now))
    page.file.choose.click()
    qtbot.waitUntil(lambda: bool(page.problem.text))
    assert page.problem.text == (
        "handed.age is no plan and no sessions of this app. Choose another file."
    )
    assert not page.main.isEnabled()


def test_a_plan_of_a_new_clinician_is_taken_when_that_is_said(
    opened, theme, clinic, key, files, now, qtbot, ready
):
    from coherence_desktop.chart import Identified

    other = Charts(clinic).add([Identified("2026-05-01T08:00:00+00:00", name="other")])
    page = ready(HandOverPage(theme, clinic, other, files=files, now=now))
    assert page.problem.text.startswith("No plan is made for this client yet")
    page.protect.set_key(key)
    with qtbot.waitSignal(page.written):
        page.main.click()
    opened.file.choose.click()
    qtbot.waitUntil(lambda: not opened.busy)
    assert opened.new_clinician.isHidden()
    assert opened.main.text() == "Open it"
    opened.main.click()
    qtbot.waitUntil(opened.new_clinician.isVisible)
    assert "is for another person" in opened.problem.text
    with qtbot.waitSignal(opened.opened):
        opened.new_clinician.click()


def test_sessions_come_back_without_a_passphrase(
    opened, practised, ready, theme, clinic, client, home, files, now, qtbot
):
    page = ready(BringPage(theme, home, files=files, now=now))
    assert page.protect.by_key
    assert page.facts.told[0] == "1 session, of 22 May"
    assert "Letters, journal and private notes" in page.facts.told
    with qtbot.waitSignal(page.written):
        page.main.click()
    assert "Nobody else can open it." in page.done.text
    qtbot.waitUntil(lambda: not page.busy)
    assert not any("session," in line for line in page.facts.told)
    assert page.facts.accessibleName() == "There is nothing new since the last time."
    with qtbot.waitSignal(page.back_requested):
        page.main.click()
    page.everything.click()
    qtbot.waitUntil(lambda: page.main.text() == "Write the file")

    take = ready(TakePage(theme, clinic, client, files=files, now=now))
    take.file.choose.click()
    qtbot.waitUntil(take.main.isEnabled)
    assert not take.file.needs_passphrase
    with qtbot.waitSignal(take.taken) as taken:
        take.main.click()
    assert taken.args[0].sessions == (practised,)
    assert not take.back.hasFocus()
    assert take.done.text == "Added to C-7: 1 new session."
    assert take.main.text() == "Go on to C-7"
    with qtbot.waitSignal(take.back_requested):
        take.main.click()
    assert clinic.session(practised).client == client


def test_a_session_too_large_for_any_file_is_told(
    opened, practised, ready, theme, home, files, now, qtbot, monkeypatch
):
    log = home.events(practised)
    add_sessions(home, [Arriving(id=new_session_id(now()), events=tuple(log))])
    monkeypatch.setattr(Library, "log_bytes", lambda _, one: 2**40 if one == practised else 100)
    page = ready(BringPage(theme, home, files=files, now=now))
    with qtbot.waitSignal(page.written) as written:
        page.main.click()
    assert len(written.args[0].sessions) == 1
    assert page.done.text.endswith("1 session is too large to hand over: export it instead.")


def test_a_file_with_a_passphrase_asks_for_it(ready, theme, home, files, now, qtbot):
    files.path.write_bytes(
        b"age-encryption.org/v1\n-> scrypt c2FsdHNhbHRzYWx0c2FsdA 18\nYQ\n--- z\n"
    )
    page = ready(OpenPlanPage(theme, home, files=files, now=now))
    page.file.choose.click()
    qtbot.waitUntil(lambda: page.file.needs_passphrase)
    page.main.click()
    assert page.problem.text == "Type the passphrase first."
    assert page.focusWidget() is page.file.passphrase.line


@pytest.mark.parametrize("kind", ["hand over", "bring", "open", "take"])
def test_everything_is_named_and_reached_by_tab_and_escape_goes_back(
    kind,
    ready,
    theme,
    clinic,
    client,
    home,
    files,
    now,
    qtbot,
    nameless_controls,
    unreached_controls,
):
    pages = {
        "hand over": lambda: HandOverPage(theme, clinic, client, files=files, now=now),
        "bring": lambda: BringPage(theme, home, files=files, now=now),
        "open": lambda: OpenPlanPage(theme, home, files=files, now=now),
        "take": lambda: TakePage(theme, clinic, client, files=files, now=now),
    }
    page = ready(pages[kind]())
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)
