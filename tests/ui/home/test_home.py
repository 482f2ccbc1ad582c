"""Home as a whole, on a real library: pages follow each other and keep what is entered."""

from datetime import UTC, datetime

import pytest

from coherence_desktop.events import Ended, PracticeStarted, Started
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.recorder import Recorder
from coherence_desktop.ui.home.home import Home
from coherence_desktop.ui.home.journal_page import JournalPage
from coherence_desktop.ui.home.progress_page import ProgressPage
from coherence_desktop.ui.home.questionnaire_page import QuestionnairePage
from coherence_desktop.ui.home.today_page import TodayPage
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow


@pytest.fixture
def library(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        yield library


@pytest.fixture
def home(library, shown, qapp, qtbot):
    theme = Theme()
    window = shown(MainWindow(theme))
    home = Home(theme, window, library, Charts(library))
    home.window = window
    with qtbot.waitSignal(home.ready):
        home.open()
    yield home
    home.finish()


def test_the_first_evening_opens_on_today_and_begins_what_is_next(home, qtbot):
    home.show("today")
    page = home.window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: page.today is not None)
    with qtbot.waitSignal(home.practice_requested) as asked:
        page.due.go.click()
    assert asked.args == ["breathing", "resonance", 10.0, False]


def test_from_progress_a_questionnaire_is_answered_and_kept(home, library, qtbot):
    home.show("progress")
    page = home.window.page
    assert isinstance(page, ProgressPage)
    qtbot.waitUntil(lambda: home.desk.read)
    page.questionnaires.answer["gad7"].click()
    asked = home.window.page
    assert isinstance(asked, QuestionnairePage)
    asked.rows["1"].answer.set_current(2)
    asked.keep_answers()
    asked.done.click()
    assert isinstance(home.window.page, ProgressPage)
    assert home.finish() == ""
    chart = Chart.of(Charts(library).entries(home.desk.client_id))
    assert chart.questionnaires[0].answers == {"1": 2}


def test_after_a_practice_the_journal_is_tied_to_it(home, qtbot):
    home.show_journal("flare_up")
    page = home.window.page
    assert isinstance(page, JournalPage)
    assert page.practice.currentText() == "When it flares up"


def test_from_today_the_journal_is_tied_to_the_last_practice_of_today(home, library, qtbot):
    now = datetime.now(UTC).astimezone()
    session = library.start_session(
        Started(
            0.0,
            started_utc=now.astimezone(UTC).isoformat(timespec="microseconds"),
            timezone=now.tzname() or "",
            utc_offset_s=int(now.utcoffset().total_seconds()),
            app_version="1",
            source="strap",
        )
    )
    recorder = Recorder(library, session)
    recorder.add(PracticeStarted(0.5, kind="compassion", practice_id="flare_up"))
    recorder.add(Ended(300.0))
    recorder.close(timeout_s=20.0)
    home.show("today")
    page = home.window.page
    qtbot.waitUntil(lambda: page.today is not None)
    page.beside.action.click()
    assert isinstance(home.window.page, JournalPage)
    assert home.window.page.practice.currentText() == "When it flares up"


def test_help_is_asked_for_from_the_foot_of_today(home, qtbot):
    home.show("today")
    with qtbot.waitSignal(home.help_requested):
        home.window.page.foot.help.click()
