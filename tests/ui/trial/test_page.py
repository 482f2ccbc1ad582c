"""What the page of a trial shows, and when."""

import pytest
from PySide6.QtWidgets import QApplication

from coherence_desktop.events import (
    Answer,
    Contact,
    Ended,
    Marker,
    Notice,
    Rating,
    Recovery,
    TrialEndReason,
)
from coherence_desktop.practice.exposure.phases import Standing, plan


class TestRest:
    def test_before_the_first_trial_it_asks_for_a_step(self, stage):
        assert stage.page.rest.isVisible()
        assert "Nothing done yet" in stage.page.rest.words
        assert not stage.page.rest.again.isVisible()
        assert stage.page.top_bar.end.isVisible()

    def test_what_was_done_is_told_in_the_persons_words(self, stage):
        stage.begin()
        stage.predicted()
        stage.until("learn")
        stage.tell(
            Answer(stage.t, "occurred", "no"),
            Answer(stage.t, "learned", "It passed by itself"),
            Rating(stage.t, "peak_distress", 75.0),
        )
        stage.page.steering.next_phase()
        words = stage.page.rest.words
        assert "1 trial done" in words
        assert "\u201cIt passed by itself\u201d" in words
        facts = (
            "3:00 with the sensation, strongest distress 75, "
            "expected 40 % likely, it did not happen"
        )
        assert facts in words

    def test_the_same_step_can_follow_at_once(self, stage):
        stage.begin()
        stage.until("stay")
        stage.page.steering.stop()
        stage.page.steering.next_phase()
        stage.page.rest.again.click()
        assert stage.state.trial is not None
        assert stage.state.trial.number == 2
        assert stage.page.body.isVisible()
        assert stage.page.top_bar.title == "Running in place, 60 s"
        assert stage.page.top_bar.about == "M-014, step 3 of 6, trial 2"

    def test_bad_news_is_told_between_trials_too(self, stage):
        stage.page.tell("The disk is full.")
        assert stage.page.notices.told.isVisible()
        stage.begin()
        assert stage.page.notices.told.isVisible()
        stage.page.steering.stop()
        stage.page.steering.next_phase()
        assert stage.page.rest.isVisible()
        assert stage.page.notices.told.isVisible()

    def test_a_step_whose_exercise_waits_by_now_does_not_follow_and_says_why(self, stage):
        stage.begin()
        stage.page.steering.stop()
        stage.page.steering.next_phase()
        stage.page._refuses = lambda trial: f"{trial.exercise_name} waits."
        stage.page.rest.again.click()
        assert stage.state.trial is None
        assert stage.page.notices.told.text == "Running in place waits."


class TestCountdown:
    def test_time_left_and_instruction(self, stage):
        stage.begin()
        stage.until("stay")
        stage.wait(72.0)
        assert stage.page.body.countdown.words.startswith("0:48 left to stay")
        assert "Let the feeling be here. Nothing to fix." in stage.page.body.countdown.words

    def test_the_exercise_is_explained_while_it_runs(self, stage):
        stage.begin()
        stage.until("induce")
        assert "lift your knees" in stage.page.body.countdown.words

    def test_what_is_only_attended_to_is_explained_while_it_is(self, stage):
        stage.begin(planned_s=plan(induce_s=0.0, stay_s=60.0))
        stage.until("stay")
        assert "lift your knees" in stage.page.body.countdown.words
        assert stage.page.top_bar.title == "Running in place, 60 s"

    def test_without_a_length_nothing_is_counted(self, stage):
        stage.begin()
        assert stage.page.body.countdown.words.startswith("Before it begins")


class TestStepper:
    def test_done_current_next(self, stage):
        stage.begin()
        stage.until("induce")
        stage.wait(12.0)
        views = [step.view for step in stage.page.body.stepper.steps]
        assert [view.standing for view in views] == [
            Standing.DONE,
            Standing.DONE,
            Standing.CURRENT,
            Standing.NEXT,
            Standing.NEXT,
            Standing.NEXT,
        ]
        assert [view.words for view in views] == [
            "done",
            "1:00 done",
            "0:48 left of 1:00",
            "2:00",
            "free, 1:30",
            "1:00",
        ]

    def test_a_trial_without_recovery_says_none(self, stage):
        stage.begin(recovery=Recovery.NONE, planned_s=plan(induce_s=30.0, baseline_s=0.0))
        words = [step.view.words for step in stage.page.body.stepper.steps]
        assert words[1] == "left out"
        assert words[4] == "none"

    def test_the_current_step_is_wider(self, stage):
        stage.begin()
        stage.until("stay")
        QApplication.processEvents()
        widths = [step.width() for step in stage.page.body.stepper.steps]
        assert widths[3] > 1.3 * widths[0]


class TestNotices:
    def ceiling(self, stage) -> None:
        stage.begin(ceiling_bpm=100.0)
        stage.until("induce")
        stage.pulse = lambda _: 120.0
        while not stage.page.notice.text:
            stage.wait(1.0)

    def test_above_the_ceiling_it_says_so_and_decides_nothing(self, stage):
        self.ceiling(stage)
        assert "100 bpm" in stage.page.notice.text
        assert "Esc" in stage.page.notice.text
        assert stage.state.phase == "induce"

    def test_it_goes_when_understood_and_stays_away(self, stage):
        self.ceiling(stage)
        stage.page.notice.understood()
        stage.wait(2.0)
        assert stage.page.notice.text == ""

    def test_it_goes_when_the_heart_has_calmed(self, stage):
        self.ceiling(stage)
        stage.pulse = lambda _: 80.0
        stage.wait(10.0)
        assert stage.page.notice.text
        stage.wait(12.0)
        assert stage.page.notice.text == ""

    def test_a_lost_strap_is_told_once_not_twice(self, stage):
        stage.begin()
        stage.until("induce")
        stage.tell(Contact(stage.t, False))
        stage.wait(8.0, beats=False)
        assert stage.page.notice.kind == "contact"
        assert stage.page.notices.strap.text == ""
        assert stage.of(Notice)
        stage.wait(3.0)
        assert stage.page.notice.text == ""

    def test_it_goes_with_the_trial(self, stage):
        self.ceiling(stage)
        stage.page.steering.stop()
        assert stage.page.notice.text == ""


class TestHeart:
    def test_now_baseline_and_peak_stand_beside_the_title(self, stage, course):
        stage.pulse = course(stage.t)
        stage.begin()
        stage.wait(60.0)
        stage.until("stay")
        stage.wait(30.0)
        words = stage.page.body.heart.words
        assert "bpm now" in words
        baseline = stage.page.body.heart.numbers.baseline()
        peak = stage.page.body.heart.numbers.peak(stage.t)
        assert baseline == pytest.approx(71.0, abs=2.0)
        assert peak == pytest.approx(131.0, abs=4.0)

    def test_without_beats_no_number_is_left(self, stage):
        stage.begin()
        stage.wait(8.0)
        stage.wait(8.0, beats=False)
        assert stage.page.body.heart.words.startswith("No beat for")


class TestPage:
    @pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (1920, 1080)])
    @pytest.mark.parametrize("phase", ["predict", "induce", "learn"])
    def test_everything_fits_without_scrolling(self, open_stage, light, width, height, phase):
        stage = open_stage(light, width, height)
        stage.begin()
        stage.until(phase)
        stage.wait(0.5)
        QApplication.processEvents()
        from coherence_desktop.ui.widgets.scroll_area import ScrollArea

        scroll = stage.page.body.findChild(ScrollArea)
        assert (stage.page.width(), stage.page.height()) == (width, height)
        assert scroll.widget().height() <= scroll.viewport().height()

    def test_below_1200_the_side_column_moves_under_the_plot(self, open_stage, light):
        stage = open_stage(light, 1000, 900)
        stage.begin()
        stage.until("stay")
        QApplication.processEvents()
        body = stage.page.body
        plot, stop = body.plot, body.stop
        assert (
            stop.mapTo(body, stop.rect().topLeft()).y()
            > plot.mapTo(body, plot.rect().bottomLeft()).y()
        )

    def test_after_the_end_nothing_can_be_marked(self, stage):
        stage.begin()
        stage.until("stay")
        stage.tell(Ended(stage.t))
        before = len(stage.of(Marker))
        stage.page.mark()
        assert len(stage.of(Marker)) == before
        assert not stage.page.marker_bar.mark.isEnabled()

    def test_a_log_told_again_shows_the_same_page(self, stage, open_stage, light):
        stage.begin()
        stage.predicted()
        stage.until("stay")
        stage.wait(20.0)
        stage.tell(Rating(stage.t, "distress", 80.0), Rating(stage.t, "sensation", 6.0))
        again = open_stage(light)
        again.t = stage.t
        again.page.consume(stage.log)
        assert again.state == stage.state
        body, shown = again.page.body, stage.page.body
        assert body.dial.rating.value == 80
        assert body.sensation.slider.rating.value == 6
        assert body.fear.words == shown.fear.words
        assert body.predict.fear.text == shown.predict.fear.text
        assert body.countdown.words == shown.countdown.words
        assert body.plot.schedule == shown.plot.schedule

    def test_the_stop_is_not_offered_once_it_is_over(self, stage):
        stage.begin()
        stage.until("learn")
        assert stage.state.ended is None
        assert not stage.page.body.stop.isVisible()
        stage.page.steering.next_phase()
        assert stage.page.model.trials()[0].end_reason is TrialEndReason.COMPLETED


def test_a_prompt_asks_for_a_soft_tone_once(stage, qtbot):
    heard: list[bool] = []
    stage.page.prompted.connect(lambda: heard.append(True))
    stage.page.body.dial_panel.ask(True)
    stage.page.body.dial_panel.ask(True)
    stage.page.body.dial_panel.ask(False)
    assert heard == [True]
