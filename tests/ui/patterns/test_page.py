"""Choosing a pattern and its minutes, and writing one's own, by keyboard."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.patterns.own_patterns import OwnPatterns
from coherence_desktop.ui.patterns.page import PatternsPage


@pytest.fixture
def own(tmp_path) -> OwnPatterns:
    return OwnPatterns(tmp_path)


@pytest.fixture
def page(shown, theme, own) -> PatternsPage:
    return shown(PatternsPage(theme, own), 1280, 800)


def test_enter_begins_with_the_selected_pattern_for_ten_minutes(qtbot, page):
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.pattern_chosen) as chosen:
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
    pattern, minutes = chosen.args
    assert pattern.name == "Six a minute"
    assert minutes == 10.0


def test_other_minutes_can_be_chosen(qtbot, page):
    page.details.set_minutes(19.0)
    with qtbot.waitSignal(page.pattern_chosen) as chosen:
        page.details.begin.click()
    assert chosen.args[1] == 20.0


def test_only_own_patterns_can_be_changed_or_deleted(page, own):
    assert not page.details.change.isVisible()
    key = own.keep(Pattern(5.0, 0.0, 5.0, 0.0, "Mine"))
    page.show_patterns(key)
    assert page.details.change.isVisible()
    page.details.delete.click()
    assert key not in own.load().by_id
    assert "Mine" not in [preset.pattern.name for preset in page.list.rows]


def test_a_pattern_in_seconds_is_written_and_selected(qtbot, page, own):
    page.new.click()
    qtbot.keyClicks(page.form.name.line, "Slow wave")
    for field, text in zip(page.form.parts, ("4,5", "1", "6", "0.5"), strict=True):
        field.line.setText(text)
    qtbot.keyClick(page.form.name.line, Qt.Key.Key_Return)
    assert page.current.pattern == Pattern(4.5, 1.0, 6.0, 0.5, "Slow wave")
    assert page.current.own
    assert page.details.isVisible()


def test_a_pattern_by_rate_is_written_and_changed_as_such(page, own):
    page.new.click()
    page.form.name.line.setText("My pace")
    page.form.kind.set_current(1)
    page.form.rate.line.setText("5.4")
    page.form.share.line.setText("45")
    page.form.keep.click()
    assert page.current.pattern.rate_per_min == pytest.approx(5.4)
    page.details.change.click()
    assert page.form.kind.current == 1
    assert page.form.share.text == "45"


@pytest.mark.parametrize(
    ("part", "text", "sentence"),
    [
        (0, "0.2", "Breathing in must be at least 0.5 s, not 0.2."),
        (1, "-1", "The first hold must be at least 0 s, not -1."),
        (2, "60", "The pace must be 3 to 12 breaths a minute, not 0.938."),
        (3, "", "Hold after it is empty. Write a number, like 4 or 4.5."),
        (0, "four", "Breathe in is no number: four. Write it like 4 or 4.5."),
        (0, "nan", "Breathing in must be at least 0.5 s, not nan."),
    ],
)
def test_what_cannot_be_breathed_is_refused_with_one_sentence(page, own, part, text, sentence):
    page.new.click()
    page.form.name.line.setText("Mine")
    page.form.parts[part].line.setText(text)
    page.form.keep.click()
    assert page.form.notice.text == sentence
    assert not any(preset.own for preset in own.load().by_id.values())
    page.form.parts[part].line.setText("4")
    assert not page.form.notice.text


def test_leaving_the_form_keeps_nothing(qtbot, page, own):
    page.new.click()
    page.form.name.line.setText("Mine")
    qtbot.keyClick(page.form, Qt.Key.Key_Escape)
    assert page.details.isVisible()
    assert not any(preset.own for preset in own.load().by_id.values())


def test_a_file_that_cannot_be_read_is_told(page, tmp_path):
    (tmp_path / "odd.toml").write_text("name = ")
    page.show_patterns()
    assert "odd.toml" in page.notice.text


def test_the_preview_shows_the_breath(page, picture_of):
    before = picture_of(page.details.preview)
    page.list.select(len(page.list.rows) - 1)
    assert picture_of(page.details.preview) != before


def test_esc_goes_back(qtbot, page):
    with qtbot.waitSignal(page.back_requested):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_every_control_is_named_and_reached(page, nameless_controls, unreached_controls):
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
    page.new.click()
    assert nameless_controls(page) == []
    assert unreached_controls(page) == []
