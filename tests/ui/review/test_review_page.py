"""The review page as a person uses it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from coherence_desktop.errors import Problem
from coherence_desktop.events import Note
from coherence_desktop.ui.review.page import ReviewPage
from coherence_desktop.ui.widgets.button import ButtonKind


@pytest.fixture
def page(open_review, exposure, source_of, others, light) -> ReviewPage:
    return open_review(light, source_of(exposure, others=others))


def press(page: ReviewPage, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.window().focusWidget() or page, key, modifier)


def test_the_first_trial_is_shown_and_right_and_left_go_on_from_there(page):
    assert page.trial == 1
    press(page, Qt.Key.Key_Right)
    assert page.trial == 2
    assert (page.shown.start_s, page.shown.end_s) == (525.0, 975.0)
    press(page, Qt.Key.Key_Right)
    press(page, Qt.Key.Key_Right)
    assert page.trial == 3
    assert not page.later.isEnabled()
    press(page, Qt.Key.Key_Left)
    assert page.trial == 2


def test_arrows_go_to_the_next_trial_from_the_table_too(page):
    page.tables.measures.setFocus()
    press(page, Qt.Key.Key_Right)
    assert page.trial == 2
    assert page.tables.measures.trial == 2


def test_moving_the_brush_into_a_trial_chooses_it(page):
    page.shown.show(1100.0, 1200.0)
    assert page.trial == 3


def test_the_tabs_say_how_much_is_in_them(page):
    tabs = page.tables.tabs
    assert [tabs.text(key) for key in tabs.keys] == [
        "Measures",
        "Across trials",
        "Learned (3)",
        "Stretch",
        "Markers (6)",
        "Phases",
        "Ratings (42)",
        "Sign-offs (1)",
    ]


def test_enter_on_a_marker_shows_its_moment(page):
    page.tables.tabs.open("markers")
    page.tables.markers.setFocus()
    press(page, Qt.Key.Key_End)
    press(page, Qt.Key.Key_Return)
    assert page.shown.start_s <= 1262.0 <= page.shown.end_s
    assert page.detail.cursor_s == pytest.approx(1262.0, abs=1.0)


def test_n_writes_a_note_about_the_shown_trial(page, qtbot):
    page.choose_trial(2)
    press(page, Qt.Key.Key_N)
    QTest.keyClicks(page.window().focusWidget(), "Hands free now.")
    with qtbot.waitSignal(page.events_added) as added:
        press(page, Qt.Key.Key_Return)
    assert added.args == [(Note(525.0, "Hands free now."),)]
    note = next(note for note in page.notes.notes if note.text == "Hands free now.")
    assert note.about == "8:45, trial 2"


def test_a_note_is_about_the_moment_of_the_cursor(page, qtbot):
    page.show_moment(200.0)
    press(page, Qt.Key.Key_N)
    QTest.keyClicks(page.window().focusWidget(), "here")
    with qtbot.waitSignal(page.events_added) as added:
        press(page, Qt.Key.Key_Return)
    assert added.args[0][0].t == pytest.approx(200.0, abs=1.0)


def test_letters_in_a_note_are_letters_and_esc_leaves_only_the_note(page, qtbot):
    press(page, Qt.Key.Key_N)
    with qtbot.assertNotEmitted(page.back_requested), qtbot.assertNotEmitted(page.events_added):
        QTest.keyClicks(page.window().focusWidget(), "no n")
        assert page.notes.entry.field.text() == "no n"
        press(page, Qt.Key.Key_Escape)
    assert not page.notes.entry.isVisible()
    with qtbot.waitSignal(page.back_requested):
        press(page, Qt.Key.Key_Escape)


def test_the_rule_says_not_met_and_why_and_both_ways_are_open(page, qtbot):
    assert page.notes.rule.words.startswith("Next step: the rule is not met yet")
    assert "It asks for distress at most 30" in page.notes.rule.words
    assert page.notes.rule.next.kind is ButtonKind.PLAIN
    with qtbot.waitSignal(page.repeat_chosen) as chosen:
        page.notes.rule.repeat.click()
    assert chosen.args[0].number == 3
    with qtbot.waitSignal(page.next_chosen) as chosen:
        page.notes.rule.next.click()
    assert chosen.args[0].exercise_id == "running_in_place"


def test_the_proposal_of_the_next_step_stands_out(open_review, exposure, source_of, light):
    easy = type("Rule", (), {"expectancy_percent": 50.0, "peak_distress": 80.0, "trials": 2})()
    page = open_review(light, source_of(exposure, rule=easy))
    assert page.notes.rule.words.startswith("Next step: the rule is met")
    assert page.notes.rule.next.kind is ButtonKind.PRIMARY


def test_across_trials_has_plots_and_the_numbers_behind_them(page):
    page.tables.tabs.open("across")
    assert len(page.tables.across.table.view.rows) == 7
    names = [
        child.accessibleName()
        for child in page.tables.across.findChildren(object)
        if hasattr(child, "accessibleName")
    ]
    assert "Distress, 0 to 100: peak 95, 90, 90, 80, 85, 75, 55; mean" in " ".join(names)


def test_a_breathing_session_shows_coherence_and_measures_what_is_brushed(
    open_review, rr_of, breathing_log, source_of, light, qtbot
):
    page = open_review(light, source_of(breathing_log(rr_of("physio_1"))))
    assert page.coherence.isVisible()
    assert not page.compare.isVisible()
    assert not page.notes.rule.isVisible()
    page.shown.show(90.0, 180.0)
    measuring = page.measuring
    qtbot.waitUntil(
        lambda: measuring.stretch is not None and measuring.stretch.start_s == 90.0,
        timeout=20_000,
    )
    rows = page.tables.stretch.view.rows
    beats = next(row for row in rows if row.cells[0].text == "Beats")
    assert int(beats.cells[2].text) < int(beats.cells[3].text) == 407
    assert "median 78" in page.coherence.accessibleName()


def test_without_trials_the_arrows_move_the_shown_stretch(
    open_review, rr_of, breathing_log, source_of, light
):
    page = open_review(light, source_of(breathing_log(rr_of("physio_1"))))
    page.shown.show(100.0, 200.0)
    press(page, Qt.Key.Key_Right)
    assert page.shown.start_s == pytest.approx(110.0)


def test_a_session_that_cannot_be_read_says_so(qtbot, light):
    page = ReviewPage(light)
    qtbot.addWidget(page)
    page.show()

    def read():
        raise Problem("The library is damaged. Restore a back-up.")

    page.open(read)
    qtbot.waitUntil(lambda: page.title == "This session cannot be shown", timeout=20_000)
    assert page.review is None


def test_of_two_sessions_asked_for_the_last_is_shown(
    qtbot, light, exposure, source_of, breathing_log
):
    page = ReviewPage(light)
    qtbot.addWidget(page)
    page.show()
    page.open(lambda: source_of(exposure))
    page.open(lambda: source_of(breathing_log([800.0] * 100), head=source_of([]).head))
    qtbot.waitUntil(lambda: page.review is not None, timeout=20_000)
    qtbot.wait(300)
    assert page.title == "Exposure"
    assert not page.review.trials


def test_every_control_has_a_name_and_is_reached_by_tab(
    open_review, exposure, source_of, others, light, nameless_controls, unreached_controls
):
    page = open_review(light, source_of(exposure, others=others))
    for key in page.tables.tabs.keys:
        page.tables.tabs.open(key)
        QApplication.processEvents()
        assert nameless_controls(page) == []
        assert unreached_controls(page) == []


def test_in_a_small_window_the_side_column_moves_below(open_review, exposure, source_of, light):
    page = open_review(light, source_of(exposure), 1000, 800)
    assert page.notes.geometry().top() > page.tables.geometry().bottom()
    wide = open_review(light, source_of(exposure), 1352, 900)
    assert wide.notes.geometry().top() == wide.tables.geometry().top()
    assert wide.notes.width() == 440


def test_tab_goes_through_the_page_as_it_stands(page):
    page.show_moment(200.0)
    page.overview.setFocus()
    seen = []
    while len(seen) < 30 and page.window().focusWidget() is not page.notes.new:
        press(page, Qt.Key.Key_Tab)
        seen.append(page.window().focusWidget())
    current = page.tables.tabs.focusWidget()
    assert page.notes.new in seen
    assert seen.index(page.detail) < seen.index(current) < seen.index(page.tables.measures)
