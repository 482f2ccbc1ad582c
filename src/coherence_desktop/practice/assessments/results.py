"""What an assessment found, from its session's log and beats."""

from collections.abc import Iterable
from dataclasses import dataclass

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.assessments.parts import PACED, PartKind
from coherence_desktop.practice.assessments.protocols import DEEP_BREATHING, RESONANCE, RESTING
from coherence_desktop.practice.assessments.state import AssessmentState, PartSpan
from coherence_desktop.signal import deep_breathing as deep
from coherence_desktop.signal.artefacts.outcome import NORMAL
from coherence_desktop.signal.exposure import SessionBeats
from coherence_desktop.signal.intervals import InvalidIntervals
from coherence_desktop.signal.measures import Analysis, analyze
from coherence_desktop.signal.resonance import Assessment, Segment, assess
from coherence_desktop.signal.resonance_slide import assess_slide
from coherence_desktop.signal.results import Absent

NO_BEATS = Absent("no beats in it")
NOT_DONE = Absent("this part did not take place")
RESTING_LEAST_S = 60.0


@dataclass(frozen=True, slots=True)
class DataQuality:
    """How good the beats are that a result is made of."""

    corrected_percent: float
    """NaN where there are none."""
    gaps: tuple[tuple[float, float], ...]
    """Start and end in session seconds of times without beats."""


@dataclass(frozen=True, slots=True)
class Found:
    """What every result says of its session."""

    state: AssessmentState
    """What was planned and what took place."""
    quality: DataQuality
    """Of the parts that are measured."""


@dataclass(frozen=True, slots=True)
class ResonanceFound(Found):
    """Result of an assessment of resonance."""

    assessment: Assessment | Absent
    """The rates compared; absent if none was breathed."""

    @property
    def proposal_per_min(self) -> float | Absent:
        """Pace that is proposed."""
        if isinstance(self.assessment, Absent):
            return self.assessment
        return self.assessment.proposal_per_min


@dataclass(frozen=True, slots=True)
class DeepBreathingFound(Found):
    """Result of a minute of deep breathing."""

    measures: deep.DeepBreathing | Absent


@dataclass(frozen=True, slots=True)
class RestingFound(Found):
    """Result of sitting quietly."""

    analysis: Analysis | Absent


Result = ResonanceFound | DeepBreathingFound | RestingFound


def result_of(events: Iterable[AnyEvent], beats: SessionBeats | None) -> Result | None:
    """Work out what a session's assessment found.

    A part that was paused counts with its longest stretch without a pause. What was skipped, is
    too short or has a gap is absent, with the reason.

    Parameters
    ----------
    events : iterable of AnyEvent
        The session's log.
    beats : SessionBeats or None
        Its beats, see `exposure.measured.beats_of`; ``None`` if it has none.

    Returns
    -------
    Result or None
        ``None`` if the session is of no assessment.
    """
    state = AssessmentState.of(events)
    if state.practice_id in RESONANCE:
        spans = _measured(state, *PACED)
        return ResonanceFound(state, _quality(spans, beats), _resonance(spans, beats))
    if state.practice_id == DEEP_BREATHING:
        spans = _measured(state, PartKind.BREATHE)
        return DeepBreathingFound(state, _quality(spans, beats), _deep(spans, beats))
    if state.practice_id == RESTING:
        spans = _measured(state, PartKind.QUIET)
        return RestingFound(state, _quality(spans, beats), _resting(spans, beats))
    return None


def _measured(state: AssessmentState, *kinds: PartKind) -> list[PartSpan]:
    return [
        span
        for span in state.done
        if span.part.kind in kinds
        and span.end_s > span.start_s
        and (span.pacer is not None or span.part.kind not in PACED)
    ]


def _quality(spans: list[PartSpan], beats: SessionBeats | None) -> DataQuality:
    stretches = [span.steadiest() for span in spans]
    if beats is None:
        return DataQuality(float("nan"), tuple(stretches))
    kinds = [kind for stretch in stretches for kind in beats.kinds(*stretch).tolist()]
    wrong = sum(kind != NORMAL for kind in kinds)
    percent = 100.0 * wrong / len(kinds) if kinds else float("nan")
    return DataQuality(percent, tuple(gap for one in stretches for gap in beats.gaps(*one)))


def _resonance(spans: list[PartSpan], beats: SessionBeats | None) -> Assessment | Absent:
    if not spans:
        return NOT_DONE
    if beats is None:
        return NO_BEATS
    try:
        if spans[0].part.kind is PartKind.SLIDE:
            segment = _segment(spans[0], beats)
            return assess_slide(segment.t_s, segment.rr_ms, segment.phase_rad)
        return assess([_segment(span, beats) for span in spans])
    except InvalidIntervals as error:
        return Absent(str(error))


def _deep(spans: list[PartSpan], beats: SessionBeats | None) -> deep.DeepBreathing | Absent:
    if not spans:
        return NOT_DONE
    if beats is None:
        return NO_BEATS
    segment = _segment(spans[0], beats)
    try:
        return deep.deep_breathing(segment.t_s, segment.rr_ms, segment.phase_rad)
    except InvalidIntervals as error:
        return Absent(str(error))


def _resting(spans: list[PartSpan], beats: SessionBeats | None) -> Analysis | Absent:
    if not spans:
        return NOT_DONE
    start_s, end_s = spans[0].steadiest()
    if beats is None:
        return NO_BEATS
    part = beats.within(start_s, end_s)
    if end_s - start_s < RESTING_LEAST_S:
        return Absent(f"needs {RESTING_LEAST_S:.0f} s, has {end_s - start_s:.0f} s")
    if part.stop <= part.start:
        return NO_BEATS
    try:
        return analyze(beats.rr_ms[part], beats.t_s[part], segment=beats.segment[part])
    except InvalidIntervals as error:
        return Absent(str(error))


def _segment(span: PartSpan, beats: SessionBeats) -> Segment:
    if span.pacer is None:
        raise RuntimeError("a paced part has a guide")
    part = beats.within(*span.steadiest())
    rate = span.part.rates_per_min[0]
    return Segment(rate, beats.t_s[part], beats.rr_ms[part], span.pacer.phase_rad)
