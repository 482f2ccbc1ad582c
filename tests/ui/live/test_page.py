"""The live page as a clinician uses it: keys, notices, values."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from coherence_desktop.events import Battery, Contact, Ended, Link, LinkState, Paused, Resumed
from coherence_desktop.records.recorder import RecorderState
from coherence_desktop.ui.live import page as page_module
from coherence_desktop.ui.widgets.quality_badge import QualityLevel

DISK_FULL = RecorderState(
    state="failing",
    committed_t=252.0,
    committed_events=300,
    pending_events=30,
    problem="The disk is full. Everything since 4:12 is in memory only. "
    "Free some space and it is saved.",
)


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


class TestNews:
    def test_lost_contact_is_said_calmly_and_goes_by_itself(self, told, breathing):
        told.beats(breathing(20))
        told.page.consume([Contact(told.commands.t, False)])
        told.wait(4.0)
        assert told.page.notices.strap.isVisibleTo(told.page)
        assert told.page.notices.strap.text.startswith("Strap lost contact 4 s ago.")
        assert told.page.top_bar.strap.note
        told.page.consume([Contact(told.commands.t, True)])
        assert not told.page.notices.isVisible()
        assert not told.page.top_bar.strap.note

    def test_the_time_since_is_kept_up(self, told, breathing):
        told.beats(breathing(5))
        told.page.consume([Link(told.commands.t, LinkState.RECONNECTING, "lost", "It broke.")])
        told.wait(3.0)
        assert "3 s so far" in told.page.notices.strap.text
        told.wait(4.0)
        assert "7 s so far" in told.page.notices.strap.text

    def test_a_full_disk_is_told_while_the_live_view_goes_on(self, told, breathing):
        told.page.consume([DISK_FULL])
        told.beats(breathing(12))
        assert "in memory only" in told.page.notices.recorder.text
        assert told.page.top_bar.recording.text == "Not saved since 4:12"
        assert told.page.values.heart_rate.words.endswith("bpm")

    def test_a_recovered_session_is_told_until_understood(self, told, qtbot):
        said = "The last session ended without closing. It is whole up to 21:14:07."
        told.page.tell(said)
        assert told.page.notices.told.text == said
        understood = told.page.notices.told.findChild(QAbstractButton)
        qtbot.mouseClick(understood, Qt.MouseButton.LeftButton)
        assert not told.page.notices.isVisible()

    def test_news_takes_no_room_from_the_values(self, told, breathing, qapp):
        told.beats(breathing(5))
        qapp.processEvents()
        before = told.page.values.geometry()
        told.page.consume([DISK_FULL, Contact(told.commands.t, False)])
        qapp.processEvents()
        assert told.page.values.geometry() == before

    def test_a_low_battery_is_said_in_words(self, told):
        told.page.consume([Battery(1.0, 18)])
        assert "18 %, low" in told.page.top_bar.strap.text
        assert told.page.top_bar.strap.note


class TestValues:
    def test_absent_values_are_words_never_numbers(self, told):
        for row in told.page.values.rows:
            assert row._absent
            assert row.badge.level is QualityLevel.ABSENT
            assert not any(character.isdigit() for character in row.words.replace("64", ""))

    def test_coherence_counts_down_until_it_appears(self, told, breathing):
        told.beats([1000.0] * 42)
        said = "Coherence appears after 64 s of beats. 22 s to go."
        assert told.page.values.coherence.words == said

    def test_values_appear_with_unit_and_quality(self, told, breathing):
        told.beats(breathing(100))
        values = told.page.values
        assert values.heart_rate.words.endswith("bpm")
        assert values.coherence.words.endswith("of 100")
        assert values.amplitude.words.endswith("bpm")
        assert values.synchrony.words.endswith("of 1")
        assert values.rmssd.words.endswith("ms")
        assert all(row.badge.level is QualityLevel.CLEAN for row in values.rows)
        assert told.page.marker_bar.quality.lines == ("Clean, 100 beats", "0 corrected, no gaps")

    def test_no_value_outlives_the_beats(self, told, breathing):
        told.beats(breathing(100))
        told.wait(6.0)
        for row in told.page.values.rows:
            assert row.words.startswith("No beat for")
        assert told.page.spectrum._spectrum is None

    def test_coherence_gives_its_reason_after_a_gap(self, told, breathing):
        told.beats(breathing(100))
        told.gap(8.0)
        told.beats(breathing(10))
        assert told.page.values.coherence.words.startswith("A gap of")
        assert "to go" in told.page.values.coherence.words
        assert told.page.values.heart_rate.words.endswith("bpm")

    def test_the_trend_breaks_where_coherence_was_absent(self, told, breathing):
        told.beats(breathing(120))
        told.gap(8.0)
        told.beats(breathing(100))
        _, score = told.page.model.trend()
        assert sum(score != score) == 1

    def test_real_slow_breathing_is_highly_coherent(self, told, physio_1):
        told.beats(physio_1[:200])
        assert told.page.values.coherence._detail == "high"


class TestPage:
    @pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (1920, 1080)])
    def test_everything_fits_without_scrolling(self, open_page, light, breathing, width, height):
        told = open_page(light, width, height)
        told.connected()
        told.beats(breathing(10))
        told.page.consume([Contact(told.commands.t, False), DISK_FULL, Battery(0.0, 15)])
        QApplication.processEvents()
        assert (told.page.width(), told.page.height()) == (width, height)
        scroll = told.page._scroll
        assert scroll.widget().height() <= scroll.viewport().height()

    def test_below_1200_the_values_move_under_the_plot(self, open_page, light):
        told = open_page(light, page_module.NARROW_PX - 40, 1000)
        values, plot = told.page.values, told.page.tachogram_panel
        assert values.y() > plot.y() + plot.height() - 1
        assert values.width() == plot.width()
        told.page.resize(1440, 900)
        QApplication.processEvents()
        assert values.x() > plot.x() + plot.width()
        assert values.width() == 304

    def test_the_clock_counts_the_session_and_pauses_lengthen_the_plan(self, told):
        told.wait(61.0, step=1.0)
        told.page.consume([Paused(30.0), Resumed(45.0)])
        assert told.page.top_bar.clock.accessibleName() == "Session clock 1:01 of 10:15"

    def test_after_the_end_nothing_can_be_marked(self, told, qtbot):
        told.page.consume([Ended(5.0)])
        qtbot.keyClick(told.page, Qt.Key.Key_M)
        assert told.commands.asked == []
        assert not told.page.marker_bar.mark.isEnabled()
        told.wait(10.0)
        assert not told.page.notices.isVisible()

    def test_without_a_guide_the_page_says_so(self, open_page, light):
        told = open_page(light)
        told.commands.pacer = None
        told.connected()
        told.wait(0.5)
        assert told.page.values.pacer._unit.text() == "no guide"
        assert not told.page.values.pacer.faster_key.isEnabled()
