"""What stands in the report of a session, read from its HTML."""

import re

import msgspec
import numpy as np
import pytest

from coherence_desktop.chart import SignedOff
from coherence_desktop.events import (
    Answer,
    Beat,
    Ended,
    Marker,
    Note,
    PacketRejected,
    Rating,
    Started,
    WritingKept,
)
from coherence_desktop.practice.exposure.measured import beats_of, measured
from coherence_desktop.practice.exposure.trials import trials_of
from coherence_desktop.practice.readiness import SignOff
from coherence_desktop.records.writings import Writing, WritingKind
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.artefacts import correct
from coherence_desktop.signal.breathing_movement import MovementBreathing
from coherence_desktop.signal.measures import analyze
from coherence_desktop.ui.report.choices import Choices, Include, UnknownPart, parse_include
from coherence_desktop.ui.report.document import Figure, Table
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.session_report import session_report
from coherence_desktop.ui.report.sources import client_code


@pytest.fixture
def told(source, parsed):
    """Text of a session's report."""

    def read(events, choices=None, **kwargs) -> str:
        document = session_report(source(events, **kwargs), choices or Choices())
        return parsed(html_page(document)).text

    return read


def rows(document, caption: str) -> dict[str, list[str]]:
    tables = [b for b in document.blocks if isinstance(b, Table) and b.caption == caption]
    return {
        row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in tables[0].view.rows
    }


def test_it_says_who_by_code_when_and_how_it_was_recorded(told, exposure):
    text = told(exposure)
    for words in (
        "Client FD54F3R"[:7] + "D54F3R"[-6:],
        "session 2",
        "Friday 22 May 2026, 12:00 (Europe/Berlin)",
        "Polar H10",
        "Coherence Desktop 0.1.0",
    ):
        assert words in text, words


def test_neither_name_nor_strap_tell_who_it_is_unless_asked_for(told, exposure):
    text = told(exposure)
    assert "Mona" not in text
    assert "H10 of M" not in text
    assert "A0:9E" not in text
    named = told(exposure, Choices(include=frozenset({Include.NAME})))
    assert "Mona Example" in named


@pytest.mark.parametrize(
    ("name", "code"),
    [("M-014", "M-014"), ("Mona Example", "Client D54F3R"), ("", "Client D54F3R")],
)
def test_a_name_with_a_digit_is_a_code_and_any_other_is_not_shown(name, code):
    assert client_code(name, "01KS26C4002NTFKGXJYFD54F3R") == code


def test_data_quality_comes_before_everything_that_was_measured(told, exposure):
    text = told(exposure)
    places = [text.index(words) for words in ("Data quality", "Heart rate over", "Measures of")]
    assert places == sorted(places)


def test_trials_have_the_measures_of_the_trials_command(source, exposure):
    document = session_report(source(exposure), Choices())
    line = timeline(exposure)
    found = measured(trials_of(exposure), beats_of(exposure, line.t, line.rr_ms, line.gaps))
    table = rows(document, "Measures of the trials")
    for key, name in (("peak_bpm", "Heart rate, peak"), ("distress_auc", "Distress, area under")):
        told = next(cells for row, cells in table.items() if row.startswith(name))
        assert told[1:] == [f"{one.measures.present()[key]:.0f}" for one in found]


def test_every_measure_in_it_has_a_definition(source, exposure, breathing, wave):
    defined = rows(session_report(source(exposure), Choices()), "Definitions")
    measures = rows(session_report(source(exposure), Choices()), "Measures of the trials")
    assert set(measures) - set(defined) == {"Ended"}
    table = rows(session_report(source(breathing(wave)), Choices()), "Measures of the session")
    without = {name for name, cells in table.items() if any(cells) and not cells[-1]}
    assert without == {"Beats"}


def test_measures_of_a_breathing_session_are_those_of_the_analysis(source, breathing, wave):
    table = rows(session_report(source(breathing(wave)), Choices()), "Measures of the session")
    correction = correct(wave)
    found = analyze(correction.rr_ms, correction.t_s, segment=correction.segment).present()
    assert float(table["RMSSD"][0]) == pytest.approx(found["time"]["rmssd_ms"], rel=0.01)
    assert float(table["Coherence, median"][0]) == pytest.approx(
        found["coherence"]["score_median"], rel=0.01
    )


@pytest.mark.parametrize("one_page", [False, True])
def test_breathing_is_taken_from_the_movement_of_the_chest(source, breathing, wave, one_page):
    t_s = np.arange(32.0, 60.0, 5.0)
    clear, seen = np.full(t_s.size, 0.9), np.zeros(t_s.size, bool)
    movement = MovementBreathing(t_s, np.full(t_s.size, 0.125), clear, seen)
    document = session_report(
        source(breathing(wave), movement=movement), Choices(one_page=one_page)
    )
    table = rows(document, "Measures of the session")
    value, unit, meaning = table["Breathing rate, from acceleration"]
    assert (value, unit) == ("0.125", "Hz")
    assert meaning.startswith("Median frequency at which the chest moves")
    assert ("Breathing rate, from RR" in table) is not one_page


def test_plots_are_heart_coherence_and_trials_or_the_spectrum(source, exposure, breathing, wave):
    def titles(events):
        document = session_report(source(events), Choices())
        return [block.title for block in document.blocks if isinstance(block, Figure)]

    assert titles(exposure) == [
        "Heart rate and distress",
        "Coherence",
        "Trials over each other",
    ]
    assert titles(breathing(wave)) == ["Heart rate", "Coherence", "Spectrum"]


def test_every_rating_and_mark_is_in_it_with_its_time(told, exposure):
    text = told(exposure)
    ratings = [event for event in exposure if isinstance(event, Rating)]
    assert len(ratings) > 20
    for rating in ratings:
        minutes, seconds = divmod(int(rating.t), 60)
        assert f"{rating.value:g} at {minutes}:{seconds:02}" in text
    assert "Dizzy" in text


def test_private_notes_and_own_words_are_left_out_unless_ticked(told, exposure):
    text = told(exposure)
    for words in ("Held on to the chair", "My heart will race", "It raced and came down"):
        assert words not in text, words
    assert "What was written in private is not part of this report." in text
    noted = told(exposure, Choices(include=frozenset({Include.NOTES})))
    assert "Held on to the chair" in noted
    assert "My heart will race" not in noted
    said = told(exposure, Choices(include=frozenset({Include.TEXTS})))
    assert "Held on to the chair" not in said
    assert "My heart will race so hard that I faint." in said
    assert "It raced and came down by itself. I did not faint." in said


def test_notes_are_chosen_one_by_one(told, breathing, wave):
    log = breathing(wave)
    log[3:3] = [Note(1.0, "shared", private=False), Note(2.0, "first"), Note(3.0, "second")]
    text = told(log, Choices(notes=frozenset({2})))
    assert "shared" in text
    assert "second" in text
    assert "first" not in text


def test_letters_stand_in_it_only_if_they_were_asked_for(told, breathing, wave):
    log = breathing(wave)
    log.insert(-1, WritingKept(9.0, question="letter", writing_id="W1"))
    letter = Writing(
        id="W1", at_utc="2026-05-22T10:05:00+00:00", kind=WritingKind.LETTER, text="Dear me"
    )
    assert "Dear me" not in told(log, writings=[letter])
    asked = Choices(include=frozenset({Include.LETTERS}))
    assert "Dear me" in told(log, asked, writings=[letter])


def test_sign_offs_say_who_allowed_what_and_why(told, exposure):
    signed = SignedOff(
        "2026-05-20T09:00:00+00:00",
        "Clinician 2",
        exercise_id="running_in_place",
        concerns=("hypertension",),
        reason="Spoke with the physician",
    )
    text = told(exposure, sign_offs=(SignOff(signed, {"hypertension": True}),))
    for words in ("Clinician 2", "high blood pressure", "Spoke with the physician"):
        assert words in text, words
    assert "No exercise of this session needed a sign-off." in told(exposure)


def test_gaps_are_told_with_length_and_cause(told, breathing, wave):
    text = told(breathing(wave, gap=(120.0, 130.0)))
    assert "the strap lost contact" in text
    assert "1 of 10 s" in text or "1 of 11 s" in text
    assert "s missing" in text


def test_bad_data_are_to_be_read_with_care_and_told_by_kind(told, breathing, wave):
    broken = wave.copy()
    broken[10::12] *= 0.6
    text = told(breathing(broken))
    assert "Read the values with care." in text
    assert re.search(r"By kind [0-9]+ \w+", text)
    assert "◆ read with care" in text
    assert "Read with care: more than 5 % of beats were corrected." in text


def test_packets_that_were_not_used_are_counted(told, breathing, wave):
    log = breathing(wave)
    log.insert(5, PacketRejected(5.0, "malformed"))
    assert "1 packet of the strap" in told(log)


def test_what_is_absent_is_told_with_the_reason(told, breathing, wave):
    text = told(breathing(wave[:40]))
    assert "Coherence: not available: needs 64 s of beats" in text
    assert "Spectrum: not available: needs 64 s of beats without a gap." in text
    assert "needs 60 s of beats" in text


@pytest.mark.parametrize("one_page", [False, True])
def test_an_empty_session_says_that_nothing_was_measured(told, exposure, one_page):
    text = told([exposure[0], Ended(3.0)], Choices(one_page=one_page))
    assert "no beats were recorded" in text.lower()
    assert "nan" not in text.lower().split()


def test_a_log_without_an_end_or_a_start_is_reported(told, exposure):
    beats = [event for event in exposure if isinstance(event, Beat)]
    assert "Data quality" in told(beats[:100])
    assert "no beats were recorded" in told([]).lower()


def test_a_simulated_session_says_that_nobody_was_measured(told, exposure):
    log = [
        msgspec.structs.replace(event, source="simulation")
        if isinstance(event, Started)
        else event
        for event in exposure
    ]
    assert "simulated person: nobody was measured" in told(log)


def test_the_version_of_one_page_is_shorter_and_says_what_exposure_is(source, exposure):
    short = session_report(source(exposure), Choices(one_page=True))
    assert len(short.blocks) < len(session_report(source(exposure), Choices()).blocks)
    text = html_page(short)
    assert "In interoceptive exposure a feared bodily sensation is brought on" in text
    assert "Ratings by scale" not in text


def test_a_day_of_marks_does_not_fill_a_book_and_says_what_is_left_out(source, parsed, breathing):
    rng = np.random.default_rng(3)
    log = breathing(900.0 + rng.normal(0.0, 20.0, 2000))
    log[4:4] = [Marker(float(t), "mark") for t in range(1, 700)]
    text = parsed(html_page(session_report(source(log), Choices()))).text
    assert "499 more are in the recording and in its exports." in text


def test_parts_are_read_from_words_with_commas():
    assert parse_include(["notes, texts", "NAME"]) == {
        Include.NOTES,
        Include.TEXTS,
        Include.NAME,
    }
    with pytest.raises(UnknownPart) as wrong:
        parse_include(["everything"])
    assert wrong.value.value == "everything"


def test_the_last_answer_to_a_question_counts(told, exposure):
    fear = next(e for e in exposure if isinstance(e, Answer) and e.question == "fear")
    later = Answer(fear.t + 0.1, "fear", "I will fall.")
    at = exposure.index(fear) + 1
    log = [*exposure[:at], later, *exposure[at:]]
    text = told(log, Choices(include=frozenset({Include.TEXTS})))
    assert "I will fall." in text
    assert text.count("My heart will race") == 1  # in the second trial
