"""The list of sessions: newest first, filtered, opened with Enter."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.errors import Problem
from coherence_desktop.records.summary import SessionState
from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.review.facts_reader import FactsReader
from coherence_desktop.ui.review.session_entries import SessionEntry, SessionFacts, facts_of
from coherence_desktop.ui.review.sessions_page import SessionsPage
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

FIRST = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


def entry(number: int, **kwargs) -> SessionEntry:
    begun = FIRST + timedelta(days=number)
    given = {
        "id": f"s{number}",
        "client": "M-014" if number % 2 else "R-002",
        "title": "Running in place" if number % 2 else "Breathing at resonance",
        "started": begun,
        "duration_s": 600.0,
        "beats": 800,
        "state": SessionState.COMPLETE,
        "whole_until": begun + timedelta(seconds=600),
    }
    return SessionEntry(**(given | kwargs))


def facts(percent: float, kind: str = "Breathing") -> SessionFacts:
    return SessionFacts(kind, Quality(1000, round(10 * percent), {}, 0, 60.0), "1000 beats")


@pytest.fixture
def page(shown, light) -> SessionsPage:
    page = SessionsPage(light)
    shown(page, 1352, 900)
    page.set_sessions([entry(number) for number in range(6)])
    return page


@pytest.fixture
def theme(light):
    return light


def cells(page: SessionsPage, row: int) -> list[str]:
    return [cell.text for cell in page.table.view.rows[row].cells]


def test_the_newest_session_comes_first_and_is_picked(page):
    assert [one.id for one in page.entries] == ["s5", "s4", "s3", "s2", "s1", "s0"]
    assert page.current.id == "s5"
    assert cells(page, 0)[:4] == ["Sat 9 May 2026, 09:30", "M-014", "Running in place", "10 min"]


def test_enter_opens_the_picked_session(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert asked.args == ["s4"]


def test_typing_filters_and_enter_still_opens(page, qtbot):
    for letter in "r-002":
        QTest.keyClicks(page.window().focusWidget(), letter)
    assert page.filter.text() == "r-002"
    assert [one.id for one in page.entries] == ["s4", "s2", "s0"]
    QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page.window().focusWidget(), Qt.Key.Key_Return)
    assert asked.args == ["s2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("running", 3),
        ("friday", 1),
        ("8 may", 1),
        ("2026-05-05", 1),
        ("breathing r-002", 3),
        ("2026-05", 6),
        ("2026-05-05..2026-05-07", 3),
        ("2026-05-07..", 3),
        ("..2026-04", 0),
        ("..2026-05 running", 3),
        ("2027..", 0),
    ],
)
def test_the_filter_knows_client_date_and_kind(page, text, found):
    page.filter.setText(text)
    assert len(page.entries) == found


def test_a_filter_by_kind_finds_sessions_whose_log_was_not_read_before(shown, light):
    page = SessionsPage(light)
    asked = []
    page.facts_wanted.connect(asked.append)
    shown(page, 1352, 500)
    page.set_sessions([entry(number, title="") for number in range(60)])
    page.filter.setText("exposure")
    assert page.entries == ()
    assert set(asked) == {f"s{number}" for number in range(60)}
    page.set_facts("s3", facts(0.5, "Exposure"))
    page.set_facts("s4", facts(0.5, "Breathing"))
    assert [one.id for one in page.entries] == ["s3"]


def test_while_kinds_are_read_the_list_does_not_say_that_there_is_none(page):
    QTest.keyClicks(page.filter, "assessment")
    assert page.table.view.empty == "Sessions are being read for their kind."
    assert page.count == "0 of 6 sessions, 6 still to be read for their kind"
    for number in range(5):
        page.set_facts(f"s{number}", facts(0.0))
    page.set_unreadable("s5", "A newer version wrote it.")
    assert page.count == "0 of 6 sessions"
    assert page.table.view.empty == "No session has “assessment” in it."
    page.filter.clear()
    assert cells(page, 0)[5] == "cannot be read"


def test_space_marks_a_session_and_enter_on_another_shows_both(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Space)
    assert page.marked == "s5"
    assert cells(page, 0)[0].endswith(", marked")
    assert page.open_button.text() == "Open"
    QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.open_button.text() == "Side by side"
    with qtbot.waitSignal(page.compare_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert asked.args == ["s5", "s4"]


def test_esc_takes_the_mark_away_before_it_leaves(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.marked == ""
    QTest.keyClick(page, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page, Qt.Key.Key_Return)
    assert asked.args == ["s4"]


def test_del_asks_once_more_and_esc_keeps_the_session(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Down)
    with (
        qtbot.assertNotEmitted(page.delete_requested),
        qtbot.assertNotEmitted(page.back_requested),
    ):
        QTest.keyClick(page, Qt.Key.Key_Delete)
        assert "Friday 8 May 2026, 09:30 with R-002: 800 beats" in page.deleting.words.text()
        assert page.window().focusWidget() is page.deleting.keep
        QTest.keyClick(page.deleting.keep, Qt.Key.Key_Escape)
    assert not page.deleting.isVisible()
    assert page.current.id == "s4"


def test_the_second_step_deletes_and_nothing_else_can_be_done_meanwhile(page, qtbot):
    QTest.keyClick(page, Qt.Key.Key_Delete)
    QTest.keyClick(page.deleting.keep, Qt.Key.Key_Right)
    assert page.window().focusWidget() is page.deleting.confirm
    with qtbot.waitSignal(page.delete_requested) as asked:
        QTest.keyClick(page.deleting.confirm, Qt.Key.Key_Return)
    assert asked.args == ["s5"]
    with qtbot.assertNotEmitted(page.open_requested), qtbot.assertNotEmitted(page.back_requested):
        QTest.keyClick(page, Qt.Key.Key_Return)
        QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.deleting.isVisible()
    page.stop_deleting()
    assert not page.deleting.isVisible()


def test_del_in_the_filter_is_a_letter_key_once_something_is_written(page):
    QTest.keyClicks(page, "r")
    QTest.keyClick(page.filter, Qt.Key.Key_Delete)
    assert not page.deleting.isVisible()


def test_a_filter_without_a_match_says_so_and_esc_clears_it_before_it_leaves(page, qtbot):
    for one in page.entries:
        page.set_facts(one.id, facts(0.0))
    page.filter.setText("nobody")
    assert page.table.view.empty == "No session has “nobody” in it."
    assert not page.open_button.isEnabled()
    page.filter.setFocus()
    with qtbot.assertNotEmitted(page.back_requested):
        QTest.keyClick(page.filter, Qt.Key.Key_Escape)
    assert len(page.entries) == 6
    with qtbot.waitSignal(page.back_requested):
        QTest.keyClick(page.filter, Qt.Key.Key_Escape)


def test_a_recovered_session_says_so(page):
    page.set_sessions([entry(0, state=SessionState.RECOVERED)])
    assert cells(page, 0)[6] == "Ended without closing, whole up to 09:40:00"
    assert page.table.view.rows[0].cells[6].news


def test_quality_is_asked_for_what_is_seen_and_shown_when_it_is_known(shown, light):
    page = SessionsPage(light)
    asked = []
    page.facts_wanted.connect(asked.append)
    shown(page, 1352, 500)
    page.set_sessions([entry(number) for number in range(100)])
    assert 1 < len(asked) < 20
    assert asked[0] == "s99"
    assert cells(page, 0)[5] == "being read"
    page.set_facts("s99", facts(6.2))
    cell = page.table.view.rows[0].cells[5]
    assert (cell.text, cell.level) == ("6.2 % corrected", QualityLevel.CARE)
    page.set_facts("s98", SessionFacts("Exposure", facts(0.1).quality, "", trials=3))
    assert cells(page, 1)[2] == "Breathing at resonance, three trials"
    before = len(asked)
    page.table.verticalScrollBar().setValue(page.table.verticalScrollBar().maximum())
    assert len(asked) > before


def test_sessions_without_beats_are_not_asked_for(page):
    page.set_sessions([entry(0, beats=0)])
    assert cells(page, 0)[5] == "no beats"


def test_what_was_read_is_kept_when_the_list_is_shown_again(page):
    page.set_facts("s5", facts(0.5))
    page.set_sessions([entry(number) for number in range(7)])
    assert cells(page, 1)[5] == "0.5 % corrected"


def test_logs_are_read_one_by_one_in_a_thread(qtbot, exposure):
    reader = FactsReader(lambda session_id: exposure)
    known = []
    reader.known.connect(lambda session_id, told: known.append((session_id, told.trials)))
    reader.ask("a")
    reader.ask("b")
    reader.ask("a")
    qtbot.waitUntil(lambda: len(known) == 2, timeout=20_000)
    assert known == [("a", 3), ("b", 3)]


def test_a_log_that_cannot_be_read_does_not_stop_the_others(qtbot, exposure):
    def read(session_id):
        if session_id == "bad":
            raise Problem("This part cannot be read.")
        return exposure

    reader = FactsReader(read)
    failed, known = [], []
    reader.failed.connect(lambda session_id, why: failed.append((session_id, why)))
    reader.known.connect(lambda session_id, _: known.append(session_id))
    reader.ask("bad")
    reader.ask("good")
    qtbot.waitUntil(lambda: known == ["good"], timeout=20_000)
    assert failed == [("bad", "This part cannot be read.")]


def test_facts_tell_kind_trials_and_quality_of_a_log(exposure):
    told = facts_of(exposure)
    assert (told.kind, told.trials) == ("Exposure", 3)
    assert told.quality.corrected_percent < 1.0
    assert "1 gap" in told.tip


def test_every_control_has_a_name_and_is_reached_by_tab(
    page, nameless_controls, unreached_controls
):
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
