"""What stands in the report of a course, and that it goes from log to log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import msgspec
import pytest

from coherence_desktop.chart import (
    Identified,
    QuestionnaireAnswered,
    ResonanceChosen,
    Screened,
    SignedOff,
)
from coherence_desktop.events import Started
from coherence_desktop.practice.chart_view import Chart
from coherence_desktop.records.writings import Writing, WritingKind
from coherence_desktop.ui.report.choices import Choices, Include, Paper
from coherence_desktop.ui.report.course_report import course_report
from coherence_desktop.ui.report.document import Figure, Table
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.pdf import pdf_bytes
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.review.sources import SessionHead

AT = "2026-05-06T09:00:00+00:00"
ENTRIES = (
    Identified(AT, name="Mona Example"),
    Screened(AT, answers={"hypertension": True}),
    SignedOff(
        AT,
        "Clinician 2",
        exercise_id="running_in_place",
        concerns=("hypertension",),
        reason="Spoke with the physician",
    ),
    ResonanceChosen(AT, "Clinician 2", rate_per_min=5.8, proposed_per_min=6.0),
    QuestionnaireAnswered(AT, day="2026-05-06", questionnaire_id="gad7", answers={}, score=13.0),
    QuestionnaireAnswered(AT, day="2026-05-20", questionnaire_id="gad7", answers={}),
)


@pytest.fixture
def course(exposure, breathing, wave) -> Callable[..., CourseSource]:
    """Exposure on two days, breathing on one, and a simulated session."""
    simulated = [
        msgspec.structs.replace(event, source="simulation")
        if isinstance(event, Started)
        else event
        for event in exposure
    ]
    logs = {"5": exposure, "8": breathing(wave), "12": exposure, "19": simulated}
    zone = timezone(timedelta(hours=2))

    def make(entries=ENTRIES, days=tuple(logs), **kwargs) -> CourseSource:
        return CourseSource(
            client_id="01KS26C4002NTFKGXJYFD54F3R",
            chart=Chart.of(entries),
            heads=[
                SessionHead(id=day, started=datetime(2026, 5, int(day), 12, 0, tzinfo=zone))
                for day in days
            ],
            read=logs.__getitem__,
            today=date(2026, 5, 24),
            titles=lambda _: "GAD-7",
            bands=lambda _, total: "moderate" if total > 9 else "mild",
            **kwargs,
        )

    return make


@pytest.fixture
def told(parsed):
    def read(source, choices=None) -> str:
        return parsed(html_page(course_report(source, choices or Choices()))).text

    return read


def test_it_has_sessions_practice_trials_sign_offs_resonance_and_questionnaires(told, course):
    text = told(course())
    for words in (
        "Client D54F3R",
        "5 May 2026 to 19 May 2026",
        "3 days of practice.",
        "Distress in each trial",
        "Expectancy and confidence",
        "Next step:",
        "Spoke with the physician",
        "5.8 breaths a minute (the assessment proposed 6), chosen on 6 May 2026 by Clinician 2.",
        "moderate",
        "no total: too much was left out",
    ):
        assert words in text, words
    assert "Mona" not in text


def test_sessions_in_which_nobody_practised_are_listed_and_count_for_nothing(told, course):
    text = told(course())
    assert "Running in place (simulated)" in text
    assert "1 session in which nobody practised" in text
    assert "19 May, trial 1" not in text
    assert "12 May, trial 2" in text


def test_quality_stands_beside_each_session_and_comes_before_the_plots(course):
    blocks = course_report(course(), Choices()).blocks
    first = next(block for block in blocks if isinstance(block, (Table, Figure)))
    assert isinstance(first, Table)
    assert [column.title for column in first.view.columns][3:5] == ["Corrected", "Missing"]
    assert len(first.view.rows) == 4


def test_own_words_letters_and_journal_only_if_asked_for(told, course):
    writings = [
        Writing(id="1", at_utc=AT, kind=WritingKind.LETTER, text="Dear me"),
        Writing(id="2", at_utc=AT, kind=WritingKind.JOURNAL, text="A hard day"),
    ]
    text = told(course(writings=writings))
    for words in ("Dear me", "A hard day", "My heart will race", "Held on to the chair"):
        assert words not in text, words
    everything = told(course(writings=writings), Choices(include=frozenset(Include)))
    for words in ("Dear me", "A hard day", "My heart will race", "Held on to the chair", "Mona"):
        assert words in everything, words


def test_a_course_without_sessions_or_entries_is_reported(told, course):
    text = told(course(entries=(), days=()))
    assert "There is no session yet." in text
    assert "no beats were recorded" in text
    assert "Any day can be the first." in text


def test_the_version_for_another_provider_is_one_page(course, pages_of, qapp):
    for days in (("5", "8", "12", "19"), ("8",)):
        document = course_report(course(days=days), Choices(one_page=True))
        assert len(pages_of(pdf_bytes(document, Paper.LETTER))) == 1


def test_progress_is_told_for_each_session_and_may_stop_it(course):
    told: list[float] = []
    course_report(course(), Choices(), told.append)
    assert told == [0.0, 0.25, 0.5, 0.75]

    class StopError(Exception):
        pass

    def stop(_share: float) -> None:
        raise StopError

    with pytest.raises(StopError):
        course_report(course(), Choices(), stop)


def test_weeks_of_a_course_that_ended_go_up_to_its_last_day(course, told):
    now = told(course())
    assert "up to 24 May 2026" in now
    ended = told(replace(course(), today=date(2027, 3, 1)))
    assert "3 days of practice." in ended
    assert "up to 12 May 2026" in ended


def test_the_client_s_words_stand_in_the_order_of_the_sessions(course):
    report = course_report(course(), Choices(include=frozenset({Include.TEXTS})))
    table = next(
        block
        for block in report.blocks
        if isinstance(block, Table) and block.caption.startswith("What was feared")
    )
    days = [row.cells[0].text.partition(",")[0] for row in table.view.rows]
    assert days == ["5 May", "5 May", "12 May", "12 May"]
