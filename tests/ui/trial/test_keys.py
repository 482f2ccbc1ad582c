"""The keyboard of a trial: nobody has to look for a key, and no key acts in a text."""

import pytest
from PySide6.QtCore import Qt

from coherence_desktop.events import (
    Answer,
    Marker,
    Note,
    Paused,
    Phase,
    PhaseExtended,
    Prompt,
    Rating,
    Resumed,
    TrialEnded,
    TrialEndReason,
    TrialStarted,
)
from coherence_desktop.ui.forms import settling


class TestStop:
    @pytest.mark.parametrize("phase", ["predict", "baseline", "induce", "stay", "recover"])
    def test_esc_stops_at_once_in_every_phase(self, stage, phase):
        stage.begin()
        stage.until(phase)
        stage.wait(2.0)
        stage.page.setFocus()
        at = stage.t
        stage.press(Qt.Key.Key_Escape)
        assert stage.of(TrialEnded) == [TrialEnded(at, TrialEndReason.STOPPED)]
        assert stage.state.phase == "learn"

    def test_the_large_key_stops_too(self, stage, qtbot):
        stage.begin()
        stage.until("induce")
        qtbot.mouseClick(stage.page.body.stop, Qt.MouseButton.LeftButton)
        assert [event.reason for event in stage.of(TrialEnded)] == [TrialEndReason.STOPPED]

    def test_a_second_esc_stops_nothing(self, stage):
        stage.begin()
        stage.until("stay")
        stage.press(Qt.Key.Key_Escape)
        stage.press(Qt.Key.Key_Escape)
        assert len(stage.of(TrialEnded)) == 1

    def test_esc_stops_even_while_a_note_is_written_and_keeps_the_note(self, stage, qtbot):
        stage.begin()
        stage.until("induce")
        stage.press(Qt.Key.Key_N)
        field = stage.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "holds the chair")
        qtbot.keyClick(field, Qt.Key.Key_Escape)
        assert len(stage.of(TrialEnded)) == 1
        assert stage.page.marker_bar.writing
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert [note.text for note in stage.of(Note)] == ["holds the chair"]

    def test_before_it_begins_esc_leaves_a_text_first(self, stage, qtbot):
        stage.begin()
        fear = stage.page.body.predict.fear
        qtbot.waitUntil(fear.hasFocus)
        qtbot.keyClick(fear, Qt.Key.Key_Escape)
        assert stage.of(TrialEnded) == []
        qtbot.waitUntil(stage.page.hasFocus)
        stage.press(Qt.Key.Key_Escape)
        assert len(stage.of(TrialEnded)) == 1

    def test_a_value_that_was_just_set_counts_before_the_stop(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        qtbot.keyClicks(stage.page, "8")
        at = stage.t
        stage.t += 0.1
        stage.press(Qt.Key.Key_Escape)
        assert stage.of(Rating) == [Rating(at, "distress", 80.0)]
        kinds = [type(event) for event in stage.log]
        assert kinds.index(Rating) < kinds.index(TrialEnded)

    def test_what_was_kept_is_said_where_the_countdown_was(self, stage):
        stage.begin()
        stage.until("induce")
        stage.wait(31.0)
        stage.press(Qt.Key.Key_Escape)
        into = stage.t - stage.of(TrialStarted)[0].t
        minutes, seconds = divmod(int(into), 60)
        said = f"Stopped at {minutes}:{seconds:02} Everything up to here is kept."
        assert stage.page.body.countdown.words == said

    def test_between_trials_esc_is_nobodys(self, stage):
        stage.press(Qt.Key.Key_Escape)
        assert stage.posted == []


class TestSteps:
    def test_right_moves_on_phase_by_phase_and_completes_the_trial(self, stage):
        stage.begin()
        stage.page.setFocus()
        for _ in range(6):
            stage.wait(1.0)
            stage.press(Qt.Key.Key_Right)
        names = [phase.name for phase in stage.of(Phase)]
        order = ["predict", "baseline", "induce", "stay", "recover", "learn", "rest"]
        assert names == ["rest", *order]
        assert [event.reason for event in stage.of(TrialEnded)] == [TrialEndReason.COMPLETED]

    def test_after_a_stop_right_goes_to_rest(self, stage):
        stage.begin()
        stage.until("stay")
        stage.press(Qt.Key.Key_Escape)
        stage.press(Qt.Key.Key_Right)
        assert stage.state.trial is None
        assert len(stage.of(TrialEnded)) == 1

    def test_a_held_right_moves_on_once(self, stage, qtbot):
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        stage.begin()
        stage.until("baseline")
        repeated = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, "", True
        )
        QApplication.sendEvent(stage.page, repeated)
        assert stage.state.phase == "baseline"

    def test_plus_gives_30_s_more(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        stage.wait(10.0)
        qtbot.keyClicks(stage.page, "+")
        assert [event.by_s for event in stage.of(PhaseExtended)] == [30.0]
        assert stage.state.left_s(stage.t) == pytest.approx(140.0, abs=1.2)
        stage.wait(0.5)
        assert "of 2:30" in stage.page.body.stepper.steps[3].view.words

    def test_plus_does_nothing_where_no_time_runs(self, stage, qtbot):
        stage.begin()
        stage.page.setFocus()
        qtbot.keyClicks(stage.page, "+")
        assert stage.of(PhaseExtended) == []
        assert not stage.page.trial_bar.extend.isEnabled()

    def test_enter_on_a_step_ahead_moves_there_and_asks_nothing(self, stage, qtbot):
        stage.begin()
        stage.until("baseline")
        step = stage.page.body.stepper.steps[3]
        step.setFocus()
        qtbot.keyClick(step, Qt.Key.Key_Return)
        assert stage.state.phase == "stay"
        assert stage.page.body.stepper.steps[2].view.words == "skipped"

    def test_enter_begins_and_finishes_where_the_page_waits_for_people(self, stage):
        stage.begin()
        stage.page.setFocus()
        stage.press(Qt.Key.Key_Return)
        assert stage.state.phase == "baseline"
        stage.until("learn")
        stage.page.setFocus()
        stage.press(Qt.Key.Key_Return)
        assert stage.state.trial is None

    def test_between_trials_enter_asks_for_the_next_step(self, stage, qtbot):
        with qtbot.waitSignal(stage.page.next_step_asked):
            stage.press(Qt.Key.Key_Return)

    def test_p_pauses_and_the_countdown_stands_still(self, stage):
        stage.begin()
        stage.until("baseline")
        stage.press(Qt.Key.Key_P)
        before = stage.page.body.countdown.words
        stage.wait(5.0)
        assert stage.page.body.countdown.words == before
        assert "paused" in before
        stage.press(Qt.Key.Key_P)
        assert [type(event) for event in stage.posted[-2:]] == [Paused, Resumed]


class TestRatings:
    @pytest.fixture(autouse=True)
    def hurried(self, monkeypatch):
        monkeypatch.setattr(settling, "SETTLE_MS", 60)

    def test_digits_rate_distress_wherever_the_keyboard_is(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        stage.page.top_bar.pause.setFocus()
        at = stage.t
        stage.press(Qt.Key.Key_7)
        qtbot.waitUntil(lambda: stage.of(Rating) == [Rating(at, "distress", 70.0)])
        assert stage.page.body.dial.rating.value == 70

    def test_up_and_pages_move_the_dial(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        stage.tell(Rating(stage.t, "distress", 50.0))
        stage.press(Qt.Key.Key_PageUp)
        stage.press(Qt.Key.Key_Up)
        qtbot.waitUntil(lambda: [one.value for one in stage.of(Rating)] == [50.0, 61.0])

    def test_before_and_after_there_is_no_dial_to_set_unseen(self, stage, qtbot):
        stage.begin()
        stage.page.setFocus()
        qtbot.keyClicks(stage.page, "5")
        stage.until("learn")
        stage.page.setFocus()
        qtbot.keyClicks(stage.page, "5")
        qtbot.wait(100)
        assert stage.of(Rating) == []

    def test_a_new_trial_begins_unrated(self, stage):
        stage.begin()
        stage.until("stay")
        stage.tell(Rating(stage.t, "distress", 50.0))
        stage.press(Qt.Key.Key_Escape)
        stage.press(Qt.Key.Key_Right)
        stage.begin()
        stage.until("baseline")
        assert stage.page.body.dial.rating.value is None


class TestPrompts:
    def prompted(self, stage) -> None:
        stage.begin()
        stage.until("stay")
        while not stage.page.body.dial_panel.asking:
            stage.wait(1.0)

    def test_a_prompt_asks_at_the_dial_and_rests_by_itself(self, stage):
        self.prompted(stage)
        assert stage.of(Prompt)
        assert stage.page.body.dial_panel._title.text() == "How strong is it now?"
        stage.wait(21.0)
        assert not stage.page.body.dial_panel.asking

    def test_a_prompt_never_takes_the_keyboard_from_who_is_writing(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        stage.press(Qt.Key.Key_N)
        field = stage.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "looks ")
        while not stage.page.body.dial_panel.asking:
            stage.wait(1.0)
        assert field.hasFocus()
        qtbot.keyClicks(stage.page.window().focusWidget(), "calm 5")
        assert field.text() == "looks calm 5"
        assert stage.of(Rating) == []

    def test_a_rating_answers_it(self, stage):
        self.prompted(stage)
        stage.page.steering.rate(60.0, stage.t)
        assert not stage.page.body.dial_panel.asking


class TestMarksAndNotes:
    def test_named_markers_have_their_letters(self, stage):
        stage.begin()
        stage.until("induce")
        stage.press(Qt.Key.Key_D)
        stage.press(Qt.Key.Key_M)
        assert [mark.key for mark in stage.of(Marker)] == ["dizzy", "mark"]

    def test_a_note_is_private_and_keeps_the_moment_of_the_key(self, stage, qtbot):
        stage.begin()
        stage.until("stay")
        at = stage.t
        stage.press(Qt.Key.Key_N)
        stage.wait(3.0)
        field = stage.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "Looks at the door")
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert stage.of(Note) == [Note(at, "Looks at the door", private=True)]

    def test_a_phase_that_ends_does_not_end_the_note(self, stage, qtbot):
        stage.begin()
        stage.until("induce")
        stage.press(Qt.Key.Key_N)
        field = stage.page.marker_bar.noting.fields[0]
        qtbot.keyClicks(field, "still ")
        stage.until("stay")
        qtbot.keyClicks(stage.page.window().focusWidget(), "writing")
        assert field.text() == "still writing"


class TestReach:
    @pytest.mark.parametrize("phase", ["rest", "predict", "stay", "learn"])
    def test_every_control_is_reached_by_tab_and_has_a_name(
        self, stage, phase, nameless_controls, unreached_controls
    ):
        if phase != "rest":
            stage.begin()
            stage.until(phase)
            stage.wait(0.5)
        stage.page.setFocus()
        assert nameless_controls(stage.page) == []
        assert unreached_controls(stage.page) == []

    def test_keys_in_a_text_write_and_do_nothing_else(self, stage, qtbot):
        stage.begin()
        fear = stage.page.body.predict.fear
        qtbot.waitUntil(fear.hasFocus)
        qtbot.keyClicks(fear, "mnp+50 d")
        qtbot.keyClick(fear, Qt.Key.Key_Right)
        assert fear.text == "mnp+50 d"
        assert stage.posted == []

    def test_after_a_phase_has_ended_enter_presses_nothing_by_chance(self, stage, qtbot):
        stage.begin()
        stage.page.body.predict.go_on.setFocus()
        qtbot.keyClick(stage.page.body.predict.go_on, Qt.Key.Key_Return)
        assert stage.state.phase == "baseline"
        stage.press(Qt.Key.Key_Return)
        assert stage.state.phase == "baseline"
        assert stage.of(TrialEnded) == []

    def test_answers_of_a_form_are_no_keys(self, stage, qtbot):
        stage.begin()
        fear = stage.page.body.predict.fear
        qtbot.waitUntil(fear.hasFocus)
        qtbot.keyClicks(fear, "I faint")
        stage.page.setFocus()
        assert stage.of(Answer) == [Answer(stage.t, "fear", "I faint")]
