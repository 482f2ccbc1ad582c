"""What the review makes of a log."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from coherence_desktop.events import (
    Answer,
    Beat,
    BeatJudged,
    BeatKind,
    Ended,
    Marker,
    Note,
    Phase,
    Rating,
    TrialEnded,
    TrialEndReason,
)
from coherence_desktop.records.summary import SessionState
from coherence_desktop.ui.review.loading import review_of, with_course
from coherence_desktop.ui.review.sources import SessionHead
from coherence_desktop.ui.review.stretch_measures import (
    measure_stretch,
    pacer_of,
    stretch_table,
    trend_of,
)
from coherence_desktop.ui.review.tables import across_table
from coherence_desktop.ui.widgets.quality_badge import QualityLevel


def texts(table, name: str) -> list[str]:
    """Cells of the row that begins with a name."""
    return [cell.text for row in table.rows for cell in row.cells[2:] if row.cells[0].text == name]


def test_title_says_exercise_and_count_and_the_line_below_who_and_when(exposure, source_of):
    review = review_of(source_of(exposure))
    assert review.title == "Running in place, three trials"
    assert review.about == (
        "Client M-014, session 6, Friday 22 May 2026, 14:00, 25 min, recorded whole"
    )


def test_a_recovered_session_says_up_to_when_it_is_whole(exposure, source_of):
    start = datetime(2026, 5, 22, 14, 0, tzinfo=UTC)
    head = SessionHead(
        title="Exposure",
        started=start,
        state=SessionState.RECOVERED,
        whole_until=start + timedelta(minutes=24, seconds=7),
    )
    review = review_of(source_of(exposure, head=head))
    assert review.about.endswith("ended without closing, whole up to 14:24:07")


def test_each_trial_has_its_phases_at_their_seconds(exposure, source_of):
    second = review_of(source_of(exposure)).trial(2)
    assert (second.start_s, second.end_s) == (525.0, 975.0)
    assert [(band.name, band.start_s - 525.0) for band in second.bands] == [
        ("predict", 0.0),
        ("baseline", 60.0),
        ("induce", 120.0),
        ("stay", 180.0),
        ("recover", 300.0),
        ("learn", 390.0),
    ]
    assert second.ceiling_bpm == 157.0
    assert second.induce_s == 645.0


def test_data_quality_is_the_first_row_of_the_measures(exposure, source_of):
    table = review_of(source_of(exposure)).measures
    first = table.rows[0]
    assert first.leading
    assert first.cells[0].text == "Data quality: corrected beats"
    assert [cell.level for cell in first.cells[2:]] == [QualityLevel.CLEAN] * 3
    assert first.cells[4].text == "0.0, 6 s missing"
    assert "1 gap" in first.cells[4].tip


def test_measures_agree_with_what_was_put_into_the_log(exposure, source_of):
    table = review_of(source_of(exposure)).measures
    assert [float(text) for text in texts(table, "Heart rate, baseline")] == pytest.approx(
        [72.0] * 3, abs=1.5
    )
    reached = [72.0 + rise * (1.0 - np.exp(-60.0 / 22.0)) for rise in (68.0, 63.0, 60.0)]
    assert [float(text) for text in texts(table, "Heart rate, peak")] == pytest.approx(
        reached, abs=4.0
    )
    assert texts(table, "Distress: start, peak, end") == ["28, 85, 34", "25, 75, 30", "18, 55, 22"]
    assert texts(table, "Feared event: expected, occurred") == ["70, no", "40, no", "15, no"]
    assert texts(table, "Expected minus occurred") == ["70", "40", "15"]
    assert texts(table, "Time in induce and stay") == ["180", "180", "180"]
    assert texts(table, "Ended") == ["as planned"] * 3


def test_an_absent_measure_says_why_in_words(exposure, source_of):
    without = [event for event in exposure if not isinstance(event, Rating)]
    table = review_of(source_of(without)).measures
    row = next(row for row in table.rows if row.cells[0].text == "Distress, mean")
    assert row.cells[2].quiet
    assert row.cells[2].text == "no distress was rated"
    assert row.cells[2].tip == "Not available: no distress was rated."


def test_values_of_a_trial_with_many_corrected_beats_carry_the_mark(exposure, source_of):
    beats = [event for event in exposure if isinstance(event, Beat)]
    spoilt = {id(beat) for beat in beats[40:600:9]}
    events = []
    index = 0
    for event in exposure:
        events.append(event)
        if isinstance(event, Beat):
            if id(event) in spoilt:
                judged = BeatJudged(event.t, index=index, kind=BeatKind.EXCLUDED, by="person")
                events.append(judged)
            index += 1
    table = review_of(source_of(events)).measures
    heart = next(row for row in table.rows if row.cells[0].text == "Heart rate, peak")
    rated = next(row for row in table.rows if row.cells[0].text == "Distress, mean")
    assert [cell.level for cell in heart.cells[2:]] == [QualityLevel.CARE, None, None]
    assert [cell.level for cell in rated.cells[2:]] == [None] * 3


def test_notes_and_learning_texts_stand_in_the_order_of_time(exposure, source_of):
    notes = review_of(source_of(exposure)).notes
    assert [note.about for note in notes] == [
        "3:52, trial 1",
        "After trial 1, in their words",
        "After trial 2, in their words",
        "23:00, trial 3",
        "After trial 3, in their words",
    ]
    assert notes[2].text == "It raced and it came down by itself. I did not fall."
    assert notes[2].quoted


def test_only_the_last_learning_text_of_a_trial_counts(exposure, source_of):
    again = Answer(425.0, "learned", "It passes, always.")
    at = next(i for i, event in enumerate(exposure) if isinstance(event, Ended))
    review = review_of(source_of([*exposure[:at], again, *exposure[at:]]))
    told = [note.text for note in review.notes if note.about == "After trial 1, in their words"]
    assert told == ["It passes, always."]


def test_markers_and_ratings_know_their_trial_and_phase(exposure, source_of):
    review = review_of(source_of(exposure))
    first = review.markers_table.rows[0]
    assert [cell.text for cell in first.cells] == ["2:42", "1", "induce", "dizzy"]
    assert first.t == 162.0
    sensation = next(r for r in review.ratings_table.rows if r.cells[3].text == "Sensation")
    assert [cell.text for cell in sensation.cells] == [
        "2:45",
        "1",
        "induce",
        "Sensation",
        "0 to 10",
        "8",
    ]


def test_a_rating_after_the_trial_is_kept_without_a_trial(exposure, source_of):
    late = Rating(500.0, "distress", 20.0)
    review = review_of(source_of([*exposure[:-1], late, exposure[-1]]))
    found = next(one for one in review.ratings if one.t == 500.0)
    assert found.trial == 0
    row = next(row for row in review.ratings_table.rows if row.t == 500.0)
    assert row.cells[1].text == ""


def test_the_rule_counts_trials_of_earlier_sessions(exposure, source_of, others):
    calm = [
        Rating(e.t, e.scale, 10.0) if isinstance(e, Rating) and e.scale != "sensation" else e
        for e in exposure
        if e.t < 500.0
    ]
    source = source_of(calm, others=others)
    alone = review_of(source)
    assert alone.rule is None
    both = with_course(alone, source, others())
    assert not both.rule.met
    assert "It asks for distress at most 30" in both.rule.why
    easy = type("Rule", (), {"expectancy_percent": 5.0, "peak_distress": 30.0, "trials": 1})()
    proposed = with_course(alone, source_of(calm, rule=easy), [])
    assert proposed.rule.met
    assert proposed.rule.heading == "Next step: the rule is met"


def test_trials_of_all_sessions_follow_each_other_by_date(exposure, source_of, others):
    source = source_of(exposure, others=others)
    review = with_course(review_of(source), source, list(reversed(others())))
    told = [(point.session, point.trial, point.peak_distress) for point in review.points]
    assert told == [
        ("8 May", 1, 95.0),
        ("8 May", 2, 90.0),
        ("15 May", 1, 90.0),
        ("15 May", 2, 80.0),
        ("22 May", 1, 85.0),
        ("22 May", 2, 75.0),
        ("22 May", 3, 55.0),
    ]
    assert [point.here for point in review.points] == [False] * 4 + [True] * 3
    numbers = across_table(review.points)
    assert [cell.text for cell in numbers.rows[-1].cells] == [
        "22 May, trial 3",
        "1 min",
        "55",
        "34",
        "15",
        "no",
        "0",
        "72",
        "180",
    ]
    learned = [row.cells[3].text for row in review.learned.rows]
    assert learned[-1] == "“I can run and laugh.”"
    assert len(learned) == 7


def test_sign_offs_name_who_and_why(exposure, source_of):
    row = review_of(source_of(exposure)).sign_offs.rows[0]
    cells = [cell.text for cell in row.cells]
    assert cells[0] == "20 May 2026"
    assert cells[3:] == ["Clinician 2", "Spoke with the physician"]


def test_a_log_that_stops_in_a_trial_is_shown_up_to_there(exposure, source_of):
    cut = [event for event in exposure if event.t < 800.0]
    review = review_of(source_of(cut))
    assert len(review.trials) == 2
    assert review.trials[1].end_s == pytest.approx(800.0, abs=1.5)
    assert texts(review.measures, "Ended")[1] == "the app closed in it"


def test_a_stopped_trial_says_when(exposure, source_of):
    events = [e for e in exposure if e.t <= 200.0]
    stopped = [
        *events,
        TrialEnded(200.0, TrialEndReason.STOPPED),
        Phase(200.0, "learn"),
        Ended(230.0),
    ]
    review = review_of(source_of(stopped))
    assert texts(review.measures, "Ended")[0].startswith("stopped at 3:20")


def test_a_session_without_beats_shows_the_rest(exposure, source_of):
    without = [event for event in exposure if not isinstance(event, Beat)]
    review = review_of(source_of(without))
    assert review.quality_words == "no beats"
    assert review.trials[0].aligned is None
    assert texts(review.measures, "Heart rate, peak")[0] == "no beats were recorded"
    assert texts(review.measures, "Distress, mean")[0] != ""


def test_trials_lie_over_each_other_from_a_minute_before_induce(exposure, source_of):
    review = review_of(source_of(exposure))
    for trial in review.trials:
        assert trial.aligned.t_s[0] == -60.0
        before = trial.aligned.bpm[trial.aligned.t_s < -5.0]
        assert np.nanmean(before) == pytest.approx(72.0, abs=1.0)
    third = review.trials[2].aligned
    missing = (third.t_s > 96.0) & (third.t_s < 100.0)
    assert np.isnan(third.bpm[missing]).all()


def test_a_breathing_session_is_measured_stretch_by_stretch(rr_of, breathing_log, source_of):
    events = breathing_log(rr_of("physio_1"))
    review = review_of(source_of(events))
    assert not review.trials
    assert review.rule is None
    assert [band.label for band in review.bands] == ["Follow the wave"]
    guide = pacer_of(events)
    whole = measure_stretch(review.heart, 0.0, review.duration_s, guide)
    assert whole.analysis.coherence["score_median"] == pytest.approx(78.26, abs=0.5)
    assert isinstance(whole.analysis.breathing["synchrony"], float)
    assert trend_of(whole).t_s[0] == pytest.approx(64.0, abs=1.0)
    part = measure_stretch(review.heart, 60.0, 90.0, guide)
    table = stretch_table(part, whole)
    assert table.rows[0].leading
    score = next(row for row in table.rows if row.cells[0].text == "Coherence, median")
    assert score.cells[2].quiet
    assert "needs 64 s" in score.cells[2].text
    assert score.cells[3].text == "78.3"


def test_a_stretch_uses_only_intervals_that_lie_in_it(rr_of, breathing_log, source_of):
    rr = rr_of("physio_1")
    review = review_of(source_of(breathing_log(rr)))
    t = np.cumsum(rr) / 1000.0
    inside = rr[(t <= 120.0) & (t - rr / 1000.0 >= 60.0)]
    part = measure_stretch(review.heart, 60.0, 120.0)
    assert part.analysis.time["mean_rr_ms"] == pytest.approx(inside.mean())


def test_a_stretch_without_beats_says_so(exposure, source_of):
    without = [event for event in exposure if not isinstance(event, Beat)]
    review = review_of(source_of(without))
    part = measure_stretch(review.heart, 0.0, 60.0)
    assert part.analysis is None
    assert stretch_table(part, None).rows[0].cells[2].text == "no beats in it"


def test_a_day_of_beats_takes_no_longer_for_each_beat_than_an_hour(
    breathing_log, source_of, growth
):
    noise = np.random.default_rng(1).normal(0.0, 20.0, 100_000)
    rr = 850.0 + 60.0 * np.sin(np.arange(100_000) / 5.0) + noise
    rr[::701] *= 0.55
    hour, day = source_of(breathing_log(rr[:5000])), source_of(breathing_log(rr))
    assert growth(lambda: review_of(hour), lambda: review_of(day)) < 40
    quality = review_of(day).quality
    assert quality.beats == 100_000
    assert 0.1 < quality.corrected_percent < 0.5


def test_empty_notes_are_left_out_and_unnamed_marks_show_their_key(exposure, source_of):
    more = [Note(30.0, "  "), Marker(31.0, "", "cough")]
    review = review_of(source_of([*exposure[:-1], *more, exposure[-1]]))
    assert all(note.text for note in review.notes)
    assert review.flags[0].label == "cough"


def test_a_session_in_which_no_phase_was_told_is_shown(exposure, source_of):
    beats = [event for event in exposure if isinstance(event, Beat)]
    review = review_of(source_of([exposure[0], *beats, Ended(beats[-1].t)]))
    assert (review.bands, review.trials) == ((), ())
    assert review.quality.beats == len(beats)
