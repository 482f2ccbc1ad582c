"""Answering a questionnaire: anything may be left out, the total comes only when asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from coherence_desktop.practice.questionnaires import load_questionnaires
from coherence_desktop.ui.home.questionnaire_page import QuestionnairePage

PHQ9 = load_questionnaires().by_id["phq9"]


@pytest.fixture
def page_of(theme, shown, desk_of, now, shelf, qtbot):
    def show(width: int = 1352, height: int = 900) -> QuestionnairePage:
        desk = desk_of(shelf)
        page = QuestionnairePage(theme, desk, PHQ9, today=lambda: now().date())
        page.desk = desk
        shown(page, width, height)
        qtbot.waitUntil(lambda: desk.read)
        return page

    return show


def answer(page, values: str) -> None:
    for item, value in zip(PHQ9.items, values, strict=True):
        if value != ".":
            page.rows[item.id].answer.set_current(int(value))


def test_answers_are_kept_with_their_total_and_the_day(page_of, shelf, qtbot):
    page = page_of()
    answer(page, "11110000.")
    page.rows["difficulty"].answer.set_current(1)
    QTest.keyClick(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.desk.saved)
    entry = shelf.kept[-1]
    assert (entry.questionnaire_id, entry.day, entry.score) == ("phq9", "2026-05-22", 5.0)
    assert "9" not in entry.answers
    assert entry.answers["difficulty"] == 1


def test_no_total_is_shown_unless_it_is_asked_for(page_of):
    page = page_of()
    answer(page, "222220000")
    page.keep_answers()
    assert page.said == ""
    page.ask_total.click()
    assert page.said == "10 of 27: moderate."


def test_item_9_above_zero_brings_the_people_to_call(page_of):
    page = page_of()
    answer(page, "000000001")
    page.keep_answers()
    assert "You do not have to be alone" in page.said
    assert "The practice: 555 0100" in page.said


def test_nothing_answered_is_not_kept(page_of, shelf):
    before = len(shelf.kept)
    page = page_of()
    page.keep_answers()
    assert len(shelf.kept) == before


@pytest.mark.parametrize("width", [1352, 800])
def test_every_item_is_named_and_reached_by_tab(
    page_of, width, nameless_controls, unreached_controls
):
    page = page_of(width)
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
