"""What an assessment found stands in the report of its session."""

import math

import numpy as np
import pytest

from coherence_desktop.events import Beat, EcgChunk, Ended, Rating
from coherence_desktop.practice.assessments import Options, assessment
from coherence_desktop.practice.session import SessionEngine
from coherence_desktop.sensors.simulation.beats import beats
from coherence_desktop.ui.report.choices import Choices
from coherence_desktop.ui.report.definitions import DEFINITIONS
from coherence_desktop.ui.report.document import Table
from coherence_desktop.ui.report.html import html_page
from coherence_desktop.ui.report.quality import percent_words
from coherence_desktop.ui.report.session_report import session_report


@pytest.fixture
def assessed(exposure):
    """The log of an assessment of a simulated person who follows the guide."""

    def run(practice_id: str) -> list:
        practice = assessment(practice_id, Options(rate_s=70.0, rest_s=10.0, baseline_s=20.0))
        engine = SessionEngine(practice, standstill_s=math.inf)
        log = engine.receive(exposure[0])

        def level(t: np.ndarray) -> np.ndarray:
            pacer = engine.pacer
            return np.full(np.shape(t), np.nan) if pacer is None else pacer.guide(t)

        for beat in beats(3, level):
            log += engine.tick(beat.t)
            log += engine.receive(Beat(beat.t, beat.rr_ms, beat.t))
            if practice.state.over:
                return [*log, Ended(beat.t + 2.0)]
        raise AssertionError("the simulated heart stopped")

    return run


def tables(report) -> dict[str, Table]:
    return {block.caption: block for block in report.blocks if isinstance(block, Table)}


@pytest.mark.parametrize("one_page", [False, True])
def test_resonance_has_its_proposal_why_and_the_rates(source, parsed, assessed, one_page):
    log = assessed("resonance_stepped")
    report = session_report(source(log), Choices(one_page=one_page))
    text = parsed(html_page(report)).text
    assert "What the assessment found" in text
    assert "Proposed pace" in text
    assert "breaths a minute" in text
    rates = tables(report)["Rates compared"].view
    assert {row.cells[0].text.split()[0] for row in rates.rows} == {"6.5", "6", "5.5", "5", "4.5"}
    for column in rates.columns[1:]:
        assert f"{column.title.partition(chr(10))[0]}:" in text


def test_rest_has_the_measures_of_its_quiet_part_and_not_others_beside_them(source, assessed):
    report = session_report(source(assessed("resting")), Choices())
    assert "Measures at rest" in tables(report)
    assert "Measures of the session" not in tables(report)


def test_deep_breathing_has_its_measures_with_definitions(source, assessed):
    found = tables(session_report(source(assessed("deep_breathing")), Choices()))
    rows = found["Measures of the assessment"].view.rows
    assert [row.cells[0].text for row in rows][:2] == [
        "Heart-rate range per breath, mean",
        "E/I ratio",
    ]
    assert all(row.cells[-1].text == DEFINITIONS[row.cells[0].text] for row in rows)


def test_raw_signals_that_were_recorded_are_named_with_their_times(source, parsed, exposure):
    chunks = [EcgChunk(float(t), rate_hz=130.0, samples=bytes(390)) for t in (5, 64)]
    log = [*exposure[:-1], *chunks, exposure[-1]]
    assert "ECG at 130 Hz, 0:05 to 1:05" in parsed(
        html_page(session_report(source(log), Choices()))
    ).text.replace("\N{NO-BREAK SPACE}", " ")


def test_scales_of_compassion_practices_have_their_names_and_units(source, breathing, wave):
    log = breathing(wave)
    log.insert(-1, Rating(20.0, "self_blame", 4.0))
    found = tables(session_report(source(log), Choices()))["Ratings by scale, with their times"]
    assert [cell.text for cell in found.view.rows[0].cells][:2] == ["Blaming myself", "0 to 10"]


@pytest.mark.parametrize(
    ("percent", "told"), [(0.0, "0.0 %"), (0.01, "under 0.1 %"), (0.06, "0.1 %"), (5.61, "5.6 %")]
)
def test_little_is_not_told_as_nothing(percent, told):
    assert percent_words(percent).replace("\N{NO-BREAK SPACE}", " ") == told
