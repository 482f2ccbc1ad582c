"""Today's page: one next thing, its smaller forms, and what was before."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.practice.home.today import State
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.home import own_chart
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.ui.home.today_page import TodayPage


@pytest.fixture
def page_of(theme, shown, desk_of, now, qtbot):
    """Show the page of a shelf and wait until it is read."""

    def show(shelf, width: int = 1352, height: int = 900) -> TodayPage:
        page = TodayPage(theme, desk_of(shelf), shelf, now=now)
        with qtbot.waitSignals([page.loaded, page.wave_drawn]):
            shown(page, width, height)
        return page

    return show


def test_the_page_greets_and_says_the_one_next_thing_and_why(page_of, shelf):
    page = page_of(shelf)
    assert page.greeting == "Good evening"
    assert page.due.title == "Breathing at your rhythm"
    assert page.due.why == "10 minutes at 6.2 breaths a minute, as agreed with your clinician"
    assert page.weeks.headline == "11 days of practice."


def test_enter_continues_and_the_quiet_actions_make_it_smaller(page_of, shelf, qtbot):
    page = page_of(shelf)
    asked = []
    page.practice_requested.connect(lambda *what: asked.append(what))
    QTest.keyClick(page, Qt.Key.Key_Return)
    page.due.short.click()
    page.due.sound.click()
    page.hard.action.click()
    assert asked == [
        ("breathing", "resonance", 10.0, False),
        ("breathing", "resonance", 3.0, False),
        ("breathing", "resonance", 10.0, True),
        ("compassion", "flare_up", 1.0, False),
    ]


def test_the_last_practice_is_drawn_from_its_own_heart_rate(page_of, shelf, picture_of):
    page = page_of(shelf)
    values = page.due.wave.values
    peaks = sum(a < b > c for a, b, c in zip(values, values[1:], values[2:], strict=False))
    assert 6 <= peaks <= 8  # 75 s of a heart that goes up and down with six breaths a minute
    assert min(values) >= 0
    assert max(values) <= 1 + 1e-9
    drawn = picture_of(page.due.wave)
    page.due.wave.set_values(values[::-1], "")
    assert picture_of(page.due.wave) != drawn


def test_the_first_evening_has_a_place_to_begin_and_nothing_that_never_was(page_of, empty_shelf):
    page = page_of(empty_shelf)
    assert page.today.state is State.FREE
    assert page.due.wave.values == ()
    assert page.weeks.headline == "Any day can be the first."
    assert "Battery" not in page.strap.words


def test_after_todays_practice_the_page_says_so_without_asking_for_more(page_of, shelf, now):
    shelf.practise(now() - timedelta(hours=1))
    page = page_of(shelf)
    assert page.due.title == "Done for today"
    assert page.weeks.headline == "12 days of practice."


def test_only_todays_and_the_last_session_are_read_whole(page_of, shelf):
    page_of(shelf)
    assert set(shelf.read) == {"s11"}


def test_what_nobody_lived_through_is_no_practice(page_of, empty_shelf, now):
    empty_shelf.practise(now(), source="simulation")
    assert page_of(empty_shelf).weeks.headline == "Any day can be the first."


def test_a_released_step_is_looked_at_first(page_of, shelf, qtbot):
    page = page_of(shelf)
    assert page.beside.title == "Running in place, 30 s"
    with qtbot.waitSignal(page.step_requested) as asked:
        page.beside.action.click()
    assert asked.args[0].exercise_id == "running_in_place"


def test_without_a_step_there_is_a_line_for_the_journal(page_of, empty_shelf, qtbot):
    page = page_of(empty_shelf)
    with qtbot.waitSignal(page.open_requested) as asked:
        page.beside.action.click()
    assert asked.args == ["journal"]


def test_the_strap_that_was_worn_last_is_named_and_can_be_done_without(page_of, shelf, qtbot):
    page = page_of(shelf)
    assert page.strap.words.startswith("Polar H10. Last worn yesterday.")
    assert "Battery 80 %" in page.strap.words
    with qtbot.waitSignal(page.without_strap_requested) as asked:
        page.strap.action.click()
    assert asked.args == ["breathing", "resonance", 10.0, False]


@pytest.mark.parametrize(("width", "height"), [(1352, 900), (1192, 800), (800, 700)])
def test_every_control_has_a_name_and_is_reached_by_tab(
    page_of, shelf, width, height, nameless_controls, unreached_controls
):
    page = page_of(shelf, width, height)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_a_library_at_home_has_one_chart_which_is_made_once(tmp_path):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        charts = Charts(library)
        first = own_chart(charts)
        assert own_chart(charts) == first
        assert [head.id for head in charts.clients()] == [first]
