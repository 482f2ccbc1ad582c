"""Marks, notes and the keyboard of the live page."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from coherence_desktop.events import Paused, Resumed


class TestMarks:
    def test_m_marks_the_moment_of_the_key_press(self, told, qtbot):
        told.commands.t = 273.4
        qtbot.keyClick(told.page, Qt.Key.Key_M)
        assert told.commands.asked == [("mark", "mark", "Mark 1", 273.4)]
        assert [marker.t for marker in told.page.model.markers] == [273.4]

    def test_the_bar_says_for_two_seconds_what_was_marked(self, told, qtbot):
        told.commands.t = 273.4
        qtbot.keyClick(told.page, Qt.Key.Key_M)
        assert told.page.marker_bar.mark.text() == "Marked 4:33"
        assert 1800 < told.page.marker_bar._said.remainingTime() < 2200
        told.page.marker_bar._said.setInterval(1)
        qtbot.waitUntil(lambda: told.page.marker_bar.mark.text() == "Mark this moment")

    def test_a_letter_sets_its_marker(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_C)
        assert told.commands.asked == [("mark", "cough", "Cough", 0.0)]

    def test_enter_marks_too_and_on_a_button_it_presses_that(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_Return)
        told.page.values.pacer.faster_key.setFocus()
        qtbot.keyClick(told.page.values.pacer.faster_key, Qt.Key.Key_Return)
        assert [asked[0] for asked in told.commands.asked] == ["mark", "step_pace"]

    def test_a_letter_without_a_marker_does_nothing(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_X)
        assert told.commands.asked == []

    def test_a_letter_with_ctrl_is_no_marker(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert told.commands.asked == []

    def test_a_key_works_whichever_control_has_the_focus(self, told, qtbot):
        told.page.top_bar.pause.setFocus()
        qtbot.keyClick(told.page.top_bar.pause, Qt.Key.Key_M)
        told.page.tachogram_panel.span._segments[0].setFocus()
        qtbot.keyClick(told.page.tachogram_panel.span._segments[0], Qt.Key.Key_S)
        assert [asked[1] for asked in told.commands.asked] == ["mark", "sigh"]

    def test_marks_of_the_patients_screen_keep_their_time(self, told):
        told.commands.t = 20.0
        told.page.mark(t=19.9)
        assert told.commands.asked == [("mark", "mark", "Mark 1", 19.9)]

    def test_a_marker_can_be_added_and_has_its_letter_at_once(self, told, qtbot):
        told.page.marker_bar.keys.add_pressed.emit()
        letter, label = told.page.marker_bar.adding.fields
        qtbot.keyClicks(letter, "w")
        qtbot.keyClicks(label, "Warm hands")
        qtbot.keyClick(label, Qt.Key.Key_Return)
        qtbot.keyClick(told.page, Qt.Key.Key_W)
        assert told.commands.asked == [("mark", "warm_hands", "Warm hands", 0.0)]

    @pytest.mark.parametrize(
        ("letter", "label", "why"),
        [
            ("M", "x", "M does something else already."),
            ("c", "x", "C has a marker already."),
            ("7", "x", "Give it a letter from A to Z."),
            ("W", " ", "Give it a name."),
        ],
    )
    def test_a_marker_that_cannot_be_is_told_why(self, told, qtbot, letter, label, why):
        told.page.marker_bar.open_add()
        fields = told.page.marker_bar.adding.fields
        fields[0].setText(letter)
        fields[1].setText(label)
        qtbot.keyClick(fields[1], Qt.Key.Key_Return)
        assert told.page.marker_bar.adding._problem.text() == why
        assert told.page.marker_bar.writing


class TestNotes:
    def test_a_note_keeps_the_moment_at_which_it_was_begun(self, told, qtbot):
        told.commands.t = 12.0
        qtbot.keyClick(told.page, Qt.Key.Key_N)
        field = told.page.marker_bar.noting.fields[0]
        told.wait(5.0)
        qtbot.keyClicks(field, "Held on to the chair")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert told.commands.asked == [("note", "Held on to the chair", 12.0)]
        assert not told.page.marker_bar.writing

    def test_keys_write_in_a_text_field_and_do_nothing_else(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_N)
        field = told.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "mcp[]n")
        assert field.text() == "mcp[]n"
        assert told.commands.asked == []

    def test_esc_leaves_and_the_keys_of_the_page_work_again(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_N)
        field = told.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "no")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert told.commands.asked == []
        qtbot.waitUntil(told.page.hasFocus)
        qtbot.keyClick(told.page, Qt.Key.Key_M)
        assert told.commands.asked == [("mark", "mark", "Mark 1", 0.0)]

    def test_an_empty_note_is_none(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_N)
        qtbot.keyClick(told.page.marker_bar.noting.fields[0], Qt.Key.Key_Return)
        assert told.commands.asked == []

    def test_the_session_goes_on_while_a_note_is_written(self, told, qtbot, breathing):
        qtbot.keyClick(told.page, Qt.Key.Key_N)
        told.beats(breathing(20))
        assert told.page.values.heart_rate.words.endswith("bpm")


class TestKeys:
    @pytest.mark.parametrize(("key", "asked"), [("[", -0.1), ("]", 0.1)])
    def test_brackets_change_the_pace(self, told, qtbot, key, asked):
        qtbot.keyClicks(told.page, key)
        assert told.commands.asked == [("step_pace", asked)]
        assert told.page.values.pacer._rate.text() == f"{6.2 + asked:.1f}"

    def test_p_pauses_and_goes_on(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_P)
        told.page.consume([Paused(1.0)])
        assert told.page.top_bar.pause.text() == "Go on"
        assert "Paused" in told.page.top_bar.recording.text
        qtbot.keyClick(told.page, Qt.Key.Key_P)
        told.page.consume([Resumed(2.0)])
        assert told.page.top_bar.pause.text() == "Pause"
        assert told.commands.asked == [("pause",), ("resume",)]

    def test_ctrl_e_ends_the_session(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        assert told.commands.asked == [("end",)]

    def test_ctrl_d_changes_between_light_and_dark(self, told, qtbot):
        qtbot.keyClick(told.page, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        assert told.page.theme.dark

    def test_f11_switches_the_patients_screen(self, told, qtbot):
        with qtbot.waitSignal(told.page.patient_screen_switched) as switched:
            qtbot.keyClick(told.page, Qt.Key.Key_F11)
        assert switched.args == [True]
        assert told.page.top_bar.patient_screen.text() == "Patient screen on"

    def test_f1_asks_for_help(self, told, qtbot):
        with qtbot.waitSignal(told.page.help_asked):
            qtbot.keyClick(told.page, Qt.Key.Key_F1)

    def test_every_control_is_reached_by_tab_and_has_a_name(self, told):
        page = told.page
        controls = {
            control
            for control in page.findChildren(QWidget)
            if isinstance(control, QAbstractButton | QLineEdit)
            and control.isVisibleTo(page)
            and control.isEnabled()
        }
        assert all(control.accessibleName() for control in controls)
        reached, at = set(), page
        for _ in range(200):
            at = at.nextInFocusChain()
            if at.focusPolicy() & Qt.FocusPolicy.TabFocus:
                reached.add(at)
        grouped = set(page.tachogram_panel.span._segments)
        assert controls - grouped <= reached
        assert grouped & reached
