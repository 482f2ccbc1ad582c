"""Makes what the result page shows from a session's log; pure, for a worker thread."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from coherence_desktop.events import AnyEvent, Started
from coherence_desktop.practice.assessments.parts import PartKind
from coherence_desktop.practice.assessments.protocols import RATES_PER_MIN, SLIDING
from coherence_desktop.practice.assessments.results import (
    DeepBreathingFound,
    ResonanceFound,
    RestingFound,
    Result,
    result_of,
)
from coherence_desktop.practice.exposure.measured import beats_of
from coherence_desktop.sensors.timeline import timeline
from coherence_desktop.signal.resonance import CRITERIA, Assessment
from coherence_desktop.signal.resonance_curve import ResonanceCurve
from coherence_desktop.signal.results import Absent
from coherence_desktop.ui.assessment.words import CLARITY, proposal_words, rate_words
from coherence_desktop.ui.plots.heart_course import heart_course
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, stretch_table
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.review.words import number, quality_tip
from coherence_desktop.ui.widgets.quality_badge import QualityLevel
from coherence_desktop.ui.words.dates import long_date
from coherence_desktop.ui.words.values import length, sentence

_CHOICE_STEPS = (0.4, 0.2, 0.0, -0.2, -0.4)


@dataclass(frozen=True, slots=True)
class RatePoints:
    """Values by rate for one plot."""

    title: str
    unit: str
    rates_per_min: tuple[float, ...]
    values: tuple[float, ...]
    errors: tuple[float, ...] = ()
    bounds: tuple[float, float] | None = None
    """Lowest and highest value of the axis; ``None`` for what the values need."""
    zero: bool = False
    """Whether the line at zero matters."""


@dataclass(frozen=True, slots=True)
class ResultView:
    """What the result page shows."""

    title: str
    about: str
    headline: str
    """The proposal, or the main number; empty if there is none."""
    clarity: str
    said: str
    quality: QualityLevel
    quality_words: str
    table: TableView
    plots: tuple[RatePoints, ...] = ()
    curve: ResonanceCurve | None = None
    choices_per_min: tuple[float, ...] = ()
    """Rates that can be chosen; none where the result is no pace."""
    proposal_per_min: float | None = None


def read_result(log: Sequence[AnyEvent]) -> ResultView | None:
    """Make the result of a session's assessment; ``None`` if it is of none."""
    line = timeline(log)
    beats = beats_of(log, line.t, line.rr_ms, line.gaps)
    found = result_of(log, beats)
    match found:
        case ResonanceFound():
            return _resonance(found, log)
        case DeepBreathingFound():
            return _deep(found, log)
        case RestingFound():
            heart = heart_course(beats, line.gaps)
            span = next((one for one in found.state.done if one.part.kind is PartKind.QUIET), None)
            start_s, end_s = span.steadiest() if span is not None else (0.0, 0.0)
            quality = heart.quality(start_s, end_s)
            analysis = None if isinstance(found.analysis, Absent) else found.analysis
            tip = quality_tip(quality, heart.gaps_between(start_s, end_s))
            measured = StretchMeasures(start_s, end_s, quality, tip, analysis)
            return _resting(found, log, stretch_table(measured, None))
        case None:
            return None


def _resonance(found: ResonanceFound, log: Sequence[AnyEvent]) -> ResultView:
    compared = found.assessment
    if isinstance(compared, Absent):
        said = sentence(f"No proposal: {compared.reason}")
        return _view(found, log, "", "", said, TableView(empty=said), choices=RATES_PER_MIN)
    proposal = compared.proposal_per_min
    has_one = not isinstance(proposal, Absent)
    headline = f"{rate_words(proposal)} a minute" if not isinstance(proposal, Absent) else ""
    curve = compared.curve if isinstance(compared.curve, ResonanceCurve) else None
    return _view(
        found,
        log,
        headline,
        CLARITY[compared.clarity] if has_one else "",
        proposal_words(compared, sliding=found.state.practice_id == SLIDING),
        rates_table(found, compared),
        plots=_plots(compared),
        curve=curve,
        choices=_choices(found, compared),
        proposal=None if isinstance(proposal, Absent) else proposal,
    )


def _choices(found: ResonanceFound, compared: Assessment) -> tuple[float, ...]:
    proposal = compared.proposal_per_min
    if found.state.practice_id != SLIDING or isinstance(proposal, Absent):
        offered = {
            part.rates_per_min[0] for part in found.state.parts if part.kind is PartKind.BREATHE
        }
        return tuple(sorted(offered or RATES_PER_MIN, reverse=True))
    return tuple(round(proposal + step, 1) for step in _CHOICE_STEPS)


def _plots(compared: Assessment) -> tuple[RatePoints, ...]:
    one_by_one = sorted(compared.rates, key=lambda one: one.rate_per_min)
    rates = tuple(one.rate_per_min for one in one_by_one)
    return (
        RatePoints(
            "Heart rate per breath",
            "bpm, peak to trough",
            rates,
            tuple(one.amplitude_bpm for one in one_by_one),
            tuple(one.amplitude_error_bpm for one in one_by_one),
        ),
        RatePoints(
            "Phase lock",
            "0 to 1",
            rates,
            tuple(one.phase_lock for one in one_by_one),
            bounds=(0.0, 1.0),
        ),
        RatePoints(
            "Heart rate peaks",
            "degrees after inhale",
            rates,
            tuple(one.phase_deg for one in one_by_one),
            zero=True,
        ),
    )


def rates_table(found: ResonanceFound, compared: Assessment) -> TableView:
    """The rates and their six criteria, the fastest first; the proposed one stands out."""
    columns = (
        Column("Rate, a minute", width_px=136),
        Column("Phase lock, 0 to 1", right=True, stretch=1),
        Column("Amplitude, bpm", right=True, stretch=1),
        Column("LF power, ms²", right=True, stretch=1),
        Column("LF peak, 10³ ms²/Hz", right=True, stretch=1),
        Column("Smoothness, 0 to 1", right=True, stretch=1),
        Column("LF peaks", right=True, stretch=1),
        Column("Mean rank", right=True, stretch=1),
    )
    nearest = _nearest(compared)
    sliding = found.state.practice_id == SLIDING
    lines: list[tuple[float, Row]] = []
    for place, one in enumerate(compared.rates):
        values = (
            f"{one.phase_lock:.2f}",
            f"{one.amplitude_bpm:.1f}",
            number(one.lf_ms2),
            number(one.lf_peak_ms2_hz / 1000.0),
            f"{one.smoothness:.2f}",
            f"{one.lf_peaks}",
        )
        cells = [
            Cell(said, f"Rank {rank:g} of {len(compared.rates)}")
            for said, rank in zip(values, compared.ranks[place], strict=True)
        ]
        proposed = place == nearest
        word = "  nearest" if sliding else "  proposed"
        name = f"{one.rate_per_min:.2f}" if sliding else rate_words(one.rate_per_min)
        name += word if proposed else ""
        mean = Cell(f"{compared.mean_ranks[place]:.1f}", f"Mean of {len(CRITERIA)} ranks")
        lines.append((one.rate_per_min, Row((Cell(name), *cells, mean), leading=proposed)))
    for rate, absent in _absent(found, compared).items():
        reason = Cell(absent, f"Not available: {absent}.", quiet=True)
        rest = tuple(Cell("") for _ in range(len(columns) - 2))
        lines.append((rate, Row((Cell(rate_words(rate)), reason, *rest))))
    lines.sort(key=lambda line: -line[0])
    return TableView(columns, tuple(row for _, row in lines), "No rate could be measured.")


def _nearest(compared: Assessment) -> int:
    """Place of the rate nearest to the proposal; -1 without one."""
    proposal = compared.proposal_per_min
    if isinstance(proposal, Absent):
        return -1
    away = [abs(one.rate_per_min - proposal) for one in compared.rates]
    return away.index(min(away))


def _absent(found: ResonanceFound, compared: Assessment) -> dict[float, str]:
    """Rates without measures, with the reason."""
    reasons = {rate: absent.reason for rate, absent in compared.absent.items()}
    done = {span.part.name for span in found.state.done}
    for part in found.state.parts:
        if part.kind is PartKind.BREATHE and part.name not in done:
            reasons[part.rates_per_min[0]] = "skipped"
    return reasons


def _deep(found: DeepBreathingFound, log: Sequence[AnyEvent]) -> ResultView:
    columns = (
        Column("Measure", width_px=320),
        Column("Unit", width_px=96, quiet=True),
        Column("Value", right=True, stretch=1),
    )
    measures = found.measures
    if isinstance(measures, Absent):
        said = sentence(f"Not available: {measures.reason}")
        return _view(found, log, "", "", said, TableView(columns, (), said))
    lines = (
        ("Heart-rate range per breath, mean", "bpm", measures.range_bpm),
        ("E/I ratio", "", measures.ei_ratio),
        ("SDNN", "ms", measures.sdnn_ms),
        ("RMSSD", "ms", measures.rmssd_ms),
    )
    rows = tuple(Row((Cell(name), Cell(unit), _cell(value))) for name, unit, value in lines)
    ranges = ", ".join(f"{value:.0f}" for value in measures.ranges_bpm)
    said = f"Mean heart-rate range of {measures.breaths} whole breaths: {ranges} bpm."
    if not measures.breaths:
        said = "No whole breath was measured."
    head = "" if isinstance(measures.range_bpm, Absent) else f"{measures.range_bpm:.1f} bpm"
    return _view(found, log, head, "", said, TableView(columns, rows))


def _resting(found: RestingFound, log: Sequence[AnyEvent], table: TableView) -> ResultView:
    if isinstance(found.analysis, Absent):
        said = sentence(f"Not available: {found.analysis.reason}")
        return _view(found, log, "", "", said, TableView(table.columns, (), said))
    rate, rmssd = (found.analysis.time[key] for key in ("mean_hr_bpm", "rmssd_ms"))
    head = "" if isinstance(rate, Absent) else f"{rate:.0f} bpm"
    variability = "" if isinstance(rmssd, Absent) else f" RMSSD is {rmssd:.0f} ms."
    value = replace(table.columns[-1], title="At rest")
    told = replace(table, columns=(*table.columns[:-1], value))
    return _view(found, log, head, "", f"Mean heart rate at rest.{variability}", told)


def _cell(value: float | Absent) -> Cell:
    if isinstance(value, Absent):
        return Cell(value.reason, f"Not available: {value.reason}.", quiet=True)
    return Cell(number(value))


def _view(
    found: Result,
    log: Sequence[AnyEvent],
    headline: str,
    clarity: str,
    said: str,
    table: TableView,
    *,
    plots: tuple[RatePoints, ...] = (),
    curve: ResonanceCurve | None = None,
    choices: tuple[float, ...] = (),
    proposal: float | None = None,
) -> ResultView:
    percent = found.quality.corrected_percent
    known = percent if percent == percent else None
    lost_s = sum(end - start for start, end in found.quality.gaps)
    told = "no beats" if known is None else f"{percent:.1f} % corrected"
    gaps = f", {length(lost_s)} without beats" if lost_s >= 1.0 else ", no gaps"
    return ResultView(
        title=found.state.name,
        about=_when(log),
        headline=headline,
        clarity=clarity,
        said=said,
        quality=QualityLevel.of(known),
        quality_words=told + (gaps if known is not None else ""),
        table=table,
        plots=plots,
        curve=curve,
        choices_per_min=choices,
        proposal_per_min=proposal,
    )


def _when(log: Sequence[AnyEvent]) -> str:
    started = next((event for event in log if isinstance(event, Started)), None)
    if started is None:
        return ""
    moment = datetime.fromisoformat(started.started_utc).astimezone()
    return f"{long_date(moment)}, {moment:%H:%M}"
