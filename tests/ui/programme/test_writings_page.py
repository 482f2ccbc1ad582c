"""What a person wrote: read again, and deleted for good after one question."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.records.problems import DiskFailing
from coherence_desktop.records.writings import Writing, WritingKind
from coherence_desktop.ui.programme.writings_page import WritingsPage


def text(number: int, kind: WritingKind, words: str) -> Writing:
    return Writing(
        id=f"W{number}", at_utc=f"2026-05-0{number}T12:00:00+00:00", kind=kind, text=words
    )


@pytest.fixture
def filled(shelf):
    shelf.keep(text(1, WritingKind.SENTENCE, "May I be kind"))
    shelf.keep(text(2, WritingKind.JOURNAL, "The stairs were easier"))
    shelf.keep(text(3, WritingKind.LETTER, "Dear you,\n\nrest"))
    return shelf


@pytest.fixture
def page(shown, theme, filled) -> WritingsPage:
    return shown(WritingsPage(theme, filled), 1280, 800)


def test_the_newest_text_is_open_and_all_are_listed(page):
    assert [row.writing.id for row in page.rows] == ["W3", "W2", "W1"]
    assert page.text.text() == "Dear you,\n\nrest"
    assert page.rows[0].text().startswith("Letter, 3 May")
    assert page.rows[0].accessibleName().endswith("Dear you, rest")


def test_arrows_choose_what_is_read(qtbot, page):
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert page.text.text() == "The stairs were easier"
    qtbot.keyClick(page, Qt.Key.Key_Up)
    qtbot.keyClick(page, Qt.Key.Key_Up)
    assert page.opened is not None
    assert page.opened.id == "W3"


def test_only_some_kinds_can_be_shown(shown, theme, filled):
    letters = shown(WritingsPage(theme, filled, (WritingKind.LETTER,)), 1280, 800)
    assert [row.writing.id for row in letters.rows] == ["W3"]


def test_a_text_is_deleted_only_after_a_question(qtbot, page, filled):
    qtbot.keyClick(page, Qt.Key.Key_Down)
    qtbot.keyClick(page, Qt.Key.Key_Delete)
    assert page.asking
    assert page.window().focusWidget() is page.keep_button
    assert len(filled.all()) == 3
    page.confirm_button.click()
    assert [each.id for each in filled.all()] == ["W3", "W1"]
    assert page.opened is not None
    assert page.opened.id == "W1"
    assert not page.asking


def test_esc_keeps_it_and_then_goes_back(qtbot, page, filled):
    page.delete_button.click()
    qtbot.keyClick(page.keep_button, Qt.Key.Key_Escape)
    assert not page.asking
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert len(filled.all()) == 3


def test_choosing_another_text_takes_the_question_back(page):
    page.ask()
    page.rows[1].click()
    assert not page.asking


def test_a_text_deleted_elsewhere_is_just_gone(page, filled):
    filled.delete("W3")
    page.ask()
    page.confirm_button.click()
    assert [row.writing.id for row in page.rows] == ["W2", "W1"]
    assert page.notice.text == ""


def test_a_disk_that_refuses_is_told_and_the_text_stays(page, filled, monkeypatch, tmp_path):
    def refuse(writing_id):
        raise DiskFailing(tmp_path, "IOERR")

    monkeypatch.setattr(filled, "delete", refuse)
    page.ask()
    page.confirm_button.click()
    assert "does not take or give data" in page.notice.text
    assert len(page.rows) == 3


def test_with_nothing_written_the_page_says_so(shown, theme, shelf, unreached_controls):
    page = shown(WritingsPage(theme, shelf), 1280, 800)
    assert page.opened is None
    labels = [each.text() for each in page.findChildren(type(page.text)) if each.isVisible()]
    assert any(said.startswith("Nothing is kept here yet") for said in labels)
    page.ask()
    assert not page.asking
    assert unreached_controls(page) == []


@pytest.mark.parametrize("asking", [False, True])
def test_every_control_is_named_and_reached(page, asking, nameless_controls, unreached_controls):
    if asking:
        page.ask()
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []


def test_what_was_written_meanwhile_is_there_when_the_page_is_shown_again(page, filled):
    page.hide()
    filled.keep(text(4, WritingKind.JOURNAL, "new"))
    page.show()
    assert page.rows[0].writing.id == "W4"
