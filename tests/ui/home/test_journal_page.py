"""The journal: kept with what it answers, read again, deleted only when asked twice."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.chart import Identified
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.keys import RandomKey
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryDamaged
from coherence_desktop.records.writings import Writings
from coherence_desktop.ui.home.journal_page import JournalPage

PRACTICES = {"resonance": "Breathing at your rhythm", "flare_up": "When it flares up"}


@pytest.fixture
def page_of(theme, shown, now, qtbot):
    def show(store, width: int = 1352) -> JournalPage:
        page = JournalPage(theme, store, PRACTICES, now=now)
        with qtbot.waitSignal(page.loaded):
            shown(page, width, 900)
        return page

    return show


def test_entries_are_read_again_with_day_question_and_practice(page_of, words):
    page = page_of(words)
    assert page.entries[0].accessibleName() == (
        "Yesterday. How I see it now, after Breathing at your rhythm. "
        "It was my heart working, not my heart failing."
    )


def test_a_line_is_kept_with_what_it_answers_and_the_practice_it_follows(page_of, words, qtbot):
    page = page_of(words)
    page.set_practice("flare_up")
    page.question.set_current(1)
    page.text.setFocus()
    QTest.keyClicks(page.text, "It came back after lunch.")
    QTest.keyClick(page.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(page.entries) == 4)
    kept = words.kept[0]
    assert (kept.text, kept.question) == ("It came back after lunch.", "hard")
    assert kept.practice_id == "flare_up"
    assert page.text.toPlainText() == ""


def test_an_empty_field_keeps_nothing(page_of, words):
    page = page_of(words)
    page.keep.click()
    assert len(words.kept) == 3


def test_deleting_asks_once_and_can_be_left(page_of, words, qtbot):
    page = page_of(words)
    first = page.entries[0]
    first.delete.click()
    assert len(words.kept) == 3
    first.spare.click()
    assert first.delete.text() == "Delete"
    first.delete.click()
    first.delete.click()
    qtbot.waitUntil(lambda: len(page.entries) == 2)
    assert all(one.id != "w21" for one in words.kept)


def test_a_journal_in_a_real_library_is_still_there_next_time(page_of, tmp_path, qtbot):
    with Library.create(tmp_path / "library.db", RandomKey()) as library:
        mine = Charts(library).add([Identified("2026-05-22T08:00:00+00:00", name="")])
        page = page_of(Writings(library, mine))
        page.text.setPlainText("Walked home.")
        page.keep.click()
        qtbot.waitUntil(lambda: len(page.entries) == 1)
        assert [one.text for one in Writings(library, mine).all()] == ["Walked home."]


def test_what_cannot_be_kept_stays_in_the_field_and_is_said(page_of, words, qtbot, tmp_path):
    page = page_of(words)

    def fail(writing):
        raise LibraryDamaged(tmp_path)

    words.keep = fail
    page.text.setPlainText("Do not lose me.")
    page.keep.click()
    qtbot.waitUntil(lambda: page.problem != "")
    assert page.text.toPlainText() == "Do not lose me."


@pytest.mark.parametrize("width", [1352, 800])
def test_every_control_has_a_name_and_is_reached_by_tab(
    page_of, words, width, nameless_controls, unreached_controls
):
    page = page_of(words, width)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
