"""The page of a practice: one step at a time, by keyboard, left at any moment."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from coherence_desktop.events import Answer, Ended, Marker, Paused, Phase, Rating, WritingKept
from coherence_desktop.practice.programme_steps import DONE
from coherence_desktop.practice.programmes import load_programmes
from coherence_desktop.records.problems import DiskFull
from coherence_desktop.records.writings import Writing, WritingKind

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
SENTENCE = "May this night be gentle"


def press(qtbot, stage, key, modifier=Qt.KeyboardModifier.NoModifier):
    stage.t += 0.5
    target = stage.page.window().focusWidget() or stage.page
    qtbot.keyClick(target, key, modifier)
    QApplication.processEvents()


def type_words(qtbot, stage, words):
    qtbot.keyClicks(stage.page.view.area, words)


def sentence_kept(text=SENTENCE):
    return Writing(
        id="S1",
        at_utc="2026-04-01T10:00:00+00:00",
        kind=WritingKind.SENTENCE,
        text=text,
        practice_id="soothing_sentence",
        question="sentence",
    )


def test_a_whole_practice_by_keyboard(qtbot, stage, shelf):
    one = stage()
    press(qtbot, one, Qt.Key.Key_7)
    press(qtbot, one, Qt.Key.Key_Tab)
    press(qtbot, one, Qt.Key.Key_3)
    press(qtbot, one, ENTER)
    press(qtbot, one, ENTER)
    assert one.page.step == "sentence"
    type_words(qtbot, one, SENTENCE)
    press(qtbot, one, ENTER)
    assert one.page.step == "breathe"
    assert one.pacer is not None
    one.wait(130.0)
    assert one.page.step == "after"
    press(qtbot, one, Qt.Key.Key_Tab)
    press(qtbot, one, Qt.Key.Key_6)
    press(qtbot, one, ENTER)
    press(qtbot, one, ENTER)
    assert isinstance(one.log[-1], Ended)
    given = [(event.scale, event.value) for event in one.of(Rating)]
    assert given == [("self_blame", 7.0), ("kindness", 3.0), ("kindness", 6.0)]
    assert one.page.state.changes() == {"kindness": (3.0, 6.0)}
    assert [text.text for text in shelf.all()] == [SENTENCE]


@pytest.mark.parametrize("name", load_programmes().by_id)
def test_every_step_names_its_controls_and_tab_reaches_them(
    stage, name, nameless_controls, unreached_controls
):
    one = stage(name)
    steps = [step.id for step in one.practice.steps]
    for step in (*steps, DONE):
        one.come_to(step)
        assert nameless_controls(one.page) == [], step
        assert unreached_controls(one.page) == [], step


@pytest.mark.parametrize("step", ["before", "arrive", "sentence", "breathe", "after"])
def test_leave_is_there_in_every_step_and_asks_nothing(qtbot, stage, step):
    one = stage()
    one.come_to(step)
    assert one.page.leave_button.isVisible()
    press(qtbot, one, ESC)
    if step == "sentence":  # Esc leaves the text first
        assert one.of(Ended) == []
        press(qtbot, one, ESC)
    assert len(one.of(Ended)) == 1
    assert one.page.notice.text == ""
    assert QApplication.activeModalWidget() is None


def test_what_was_begun_is_kept_when_one_leaves(qtbot, stage, shelf):
    one = stage("symptom_as_signal")
    one.page.view.scales[0].setFocus()
    press(qtbot, one, Qt.Key.Key_8)
    one.come_to("sensation")
    type_words(qtbot, one, "a knot under the ribs")
    one.page.leave_button.click()
    assert [event.value for event in one.of(Rating)] == [8.0]
    assert [event.text for event in one.of(Answer)] == ["a knot under the ribs"]
    assert isinstance(one.log[-1], Ended)
    assert shelf.all() == []


def test_private_words_are_kept_once_and_none_of_them_is_in_the_log(qtbot, stage, shelf):
    one = stage("kind_letter")
    one.come_to("letter")
    type_words(qtbot, one, "My tired friend")
    one.page.view.settle()
    type_words(qtbot, one, ", rest")
    press(qtbot, one, ENTER, Qt.KeyboardModifier.ControlModifier)
    assert one.page.step == "read"
    (letter,) = shelf.all()
    assert (letter.kind, letter.text) == (WritingKind.LETTER, "My tired friend, rest")
    (kept,) = one.of(WritingKept)
    assert kept.writing_id == letter.id
    assert "tired" not in repr(one.log)


def test_enter_begins_a_line_in_a_letter(qtbot, stage):
    one = stage("kind_letter")
    one.come_to("letter")
    type_words(qtbot, one, "a")
    press(qtbot, one, ENTER)
    type_words(qtbot, one, "b")
    assert one.page.step == "letter"
    assert one.page.view.area.text == "a\nb"


def test_a_letter_can_be_gone_back_to_and_taken_back(qtbot, stage, shelf):
    one = stage("kind_letter")
    one.come_to("letter")
    type_words(qtbot, one, "Dear you")
    one.page.go_on()
    press(qtbot, one, Qt.Key.Key_Left)
    assert one.page.view.area.text == "Dear you"
    one.page.view.area.clear()
    one.page.go_on()
    assert shelf.all() == []


def test_the_own_sentence_comes_again_and_with_the_out_breath(stage, shelf):
    shelf.keep(sentence_kept())
    one = stage()
    one.come_to("sentence")
    assert one.page.view.area.text == SENTENCE
    one.come_to("breathe")
    one.wait(4.0)
    assert one.page.view.sentence.strength == 0.0
    one.wait(3.0)
    assert (one.page.view.sentence.words, one.page.view.sentence.strength) == (SENTENCE, 1.0)
    one.wait(6.0)
    assert one.page.view.sentence.strength == 0.0
    assert one.of(WritingKept) == []


def test_without_a_sentence_the_practice_lends_one(stage):
    one = stage()
    one.come_to("breathe")
    one.wait(7.0)
    assert one.page.view.sentence.words == "May I be kind to myself here"


def test_a_sentence_that_is_changed_stays_one(qtbot, stage, shelf):
    shelf.keep(sentence_kept())
    one = stage()
    one.come_to("sentence")
    type_words(qtbot, one, " to me")
    one.come_to("breathe")
    assert [(text.id, text.text) for text in shelf.all()] == [("S1", f"{SENTENCE} to me")]


def test_without_a_store_words_serve_the_run_and_the_page_says_so(qtbot, stage):
    one = stage(keeps=False)
    one.come_to("sentence")
    shown = [label.text() for label in one.page.view.findChildren(type(one.page.view.heading))]
    assert any("not kept" in text for text in shown)
    type_words(qtbot, one, SENTENCE)
    one.come_to("breathe")
    one.wait(7.0)
    assert one.page.view.sentence.words == SENTENCE
    assert one.of(WritingKept, Answer) == []


def test_words_that_cannot_be_kept_are_told_and_stay_on_the_page(qtbot, stage, shelf, tmp_path):
    one = stage("kind_letter")
    one.come_to("letter")
    shelf.problem = DiskFull(tmp_path)
    type_words(qtbot, one, "Dear you")
    one.page.view.settle()
    assert one.page.notice.text.startswith("The disk is full")
    assert one.page.view.area.text == "Dear you"
    shelf.problem = None
    type_words(qtbot, one, ".")
    one.page.view.settle()
    assert [text.text for text in shelf.all()] == ["Dear you."]


def test_words_that_could_not_be_kept_stay_and_are_tried_again_at_the_end(
    qtbot, stage, shelf, tmp_path
):
    one = stage("kind_letter")
    one.come_to("letter")
    shelf.problem = DiskFull(tmp_path)
    type_words(qtbot, one, "Dear you")
    one.page.go_on()
    press(qtbot, one, Qt.Key.Key_Left)
    assert one.page.view.area.text == "Dear you"
    shelf.problem = None
    one.page.leave_button.click()
    assert [text.text for text in shelf.all()] == ["Dear you"]
    assert [type(event) for event in one.log[-2:]] == [WritingKept, Ended]


def test_who_leaves_with_words_that_cannot_be_kept_is_told_once(qtbot, stage, shelf, tmp_path):
    one = stage("kind_letter")
    one.come_to("letter")
    shelf.problem = DiskFull(tmp_path)
    type_words(qtbot, one, "Dear you")
    one.page.leave_button.click()
    assert one.of(Ended) == []
    assert one.page.notice.text.endswith("leave again to go without it.")
    one.page.leave_button.click()
    assert len(one.of(Ended)) == 1


def test_the_lines_of_imagery_come_one_after_the_other(stage):
    one = stage("safe_place")
    one.come_to("place")
    lines = one.practice.step("place").lines
    one.wait(5.0)
    assert (one.page.view.words.words, one.page.view.words.strength) == (lines[0].words, 1.0)
    one.wait(20.0)
    assert one.page.view.words.words == lines[1].words


def test_a_pause_rests_the_breath_and_the_time(qtbot, stage):
    one = stage()
    one.come_to("breathe")
    one.wait(20.0)
    press(qtbot, one, Qt.Key.Key_P)
    assert one.page.controls.pause.text() == "Resume"
    left_s = one.page.state.left_s(one.t)
    one.wait(60.0)
    assert one.page.state.left_s(one.t) == left_s
    assert one.page.view.sentence.strength == 0.0
    press(qtbot, one, Qt.Key.Key_P)
    assert one.page.controls.pause.text() == "Pause"
    assert len(one.of(Paused)) == 1


def test_before_and_after_are_shown_only_to_who_asks(qtbot, stage):
    one = stage()
    one.page.view.scales[1].rating.move(3, resting=False)
    one.come_to("after")
    one.page.view.scales[1].rating.move(4, resting=False)
    one.come_to(DONE)
    view = one.page.view
    assert view.panel is None
    assert view.ask.isVisible()
    view.ask.click()
    assert view.panel is not None
    words = [label.text() for label in view.panel.findChildren(type(view.heading))]
    assert "Kindness towards myself" in words
    assert "a little more" in words
    assert not any(character.isdigit() for text in words for character in text)


def test_nothing_is_offered_to_compare_if_nothing_was_rated(stage):
    one = stage()
    one.come_to(DONE)
    assert not one.page.view.ask.isVisible()


def test_a_person_sees_no_number_unless_they_ask(stage):
    one = stage("three_minds")
    for step in one.practice.steps:
        one.come_to(step.id)
        one.wait(1.0)
        labels = one.page.findChildren(type(one.page.title))
        said = [label.text() for label in labels if label.isVisible()]
        assert said
        assert not any(character.isdigit() for text in said for character in text), step.id


def test_a_session_that_goes_on_shows_its_step_and_its_words(qtbot, stage, shelf):
    one = stage("kind_letter")
    one.come_to("letter")
    type_words(qtbot, one, "Dear you")
    one.page.view.settle()
    again = stage("kind_letter", log=tuple(one.log))
    assert again.page.step == "letter"
    assert again.page.view.area.text == "Dear you"


def test_a_mark_and_the_patient_screen_work_as_on_other_pages(qtbot, stage):
    one = stage()
    one.come_to("arrive")
    one.page.mark(t=1.5)
    assert one.of(Marker) == [Marker(1.5, "Mark 1")]
    with qtbot.waitSignal(one.page.patient_screen_switched) as switched:
        press(qtbot, one, Qt.Key.Key_F11)
    assert switched.args == [True]
    one.page.set_patient_screen(on=True)
    with qtbot.waitSignal(one.page.patient_screen_switched) as switched:
        press(qtbot, one, Qt.Key.Key_F11)
    assert switched.args == [False]
    with qtbot.waitSignal(one.page.help_asked):
        press(qtbot, one, Qt.Key.Key_F1)


def test_one_press_moves_one_step(stage):
    one = stage()
    one.page.go_on()
    assert [event.name for event in one.of(Phase)] == ["before", "arrive"]
    assert one.page.dots.place == 1
    assert one.page.dots.accessibleName() == "Step 2 of 5"


@pytest.mark.parametrize("size", [(1280, 800), (800, 600)])
def test_the_way_on_and_the_way_out_are_in_view_in_small_windows(stage, size):
    one = stage("three_minds", size=size)
    for step in (*one.practice.steps, None):
        one.come_to(DONE if step is None else step.id)
        controls = one.page.controls
        button = controls.early if controls.early.isVisible() else controls.main
        for seen in (button, one.page.leave_button):
            if not seen.isVisible():
                continue
            corner = seen.mapTo(one.page, seen.rect().bottomRight())
            assert one.page.rect().contains(corner)


def test_with_reduced_motion_words_are_there_or_not(stage, theme):
    theme.set_reduced_motion(True)
    one = stage()
    one.come_to("breathe")
    seen = set()
    for _ in range(220):
        one.wait(0.1)
        seen.add(one.page.view.sentence.strength)
    assert seen == {0.0, 1.0}
