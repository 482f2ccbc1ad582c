"""All measures of one exposure trial."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from coherence_desktop.signal.exposure.beats import SessionBeats, Span, practised_s
from coherence_desktop.signal.exposure.heart import heart_measures
from coherence_desktop.signal.exposure.ratings import distress_measures
from coherence_desktop.signal.results import Absent

Value = float | Absent


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialCourse:
    """What the measures need of a trial, in session seconds; ``None`` for what did not happen."""

    start_s: float
    end_s: float
    baseline: Span | None = None
    induce: Span | None = None
    stay: Span | None = None
    recover: Span | None = None
    exposed_until_s: float | None = None
    """End of the last phase before learning; by default that of the last phase given."""
    pauses: tuple[Span, ...] = ()
    distress: tuple[tuple[float, float], ...] = ()
    """Time and value (0 to 100) of each rating, in the order of time."""
    sensation: tuple[float, ...] = ()
    """Values, 0 to 10."""
    expected_likelihood: float | None = None
    """In percent, as told before the trial."""
    expected_distress: float | None = None
    occurred_percent: float | None = None
    """100 if what was feared happened, 50 if partly, 0 if not."""
    recalled_peak_distress: float | None = None
    likelihood_next: float | None = None
    confidence: float | None = None

    @property
    def onset_s(self) -> float | None:
        """Start of induce; of stay, where nothing is induced."""
        first = self.induce or self.stay
        return None if first is None else first[0]

    @property
    def course_end_s(self) -> float:
        """When the exposure was over."""
        if self.exposed_until_s is not None:
            return self.exposed_until_s
        known = (self.baseline, self.induce, self.stay, self.recover)
        return max((span[1] for span in known if span is not None), default=self.end_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialMeasures:
    """Measures of one trial, each a value or the reason why there is none.

    Heart rate is 60000 / RR of the corrected intervals, in beats a minute. "Smoothed" is its
    median over the 5 s around each beat, see `heart.smoothed_bpm`.

    References
    ----------
    Craske, M. G., Treanor, M., Conway, C. C., Zbozinek, T., & Vervliet, B. (2014). Maximizing
    exposure therapy: an inhibitory learning approach. Behaviour Research and Therapy, 58, 10-23.
    doi:10.1016/j.brat.2014.04.006 (what expectancy violation is for).
    """

    corrected_percent: Value
    """Intervals of the trial that are not normal, in percent of all."""
    gaps: Value
    """Times without known beats, counted."""
    gap_s: Value
    """Their length together, in s."""
    baseline_bpm: Value
    """Median heart rate of the baseline phase."""
    peak_bpm: Value
    """Highest smoothed heart rate in induce and stay."""
    rise_bpm: Value
    """Peak minus baseline."""
    time_to_peak_s: Value
    """From the start of induce to the peak."""
    half_recovery_s: Value
    """From the peak until smoothed heart rate is at most halfway between baseline and peak."""
    coherence_before: Value
    """Score (0 to 100) of the 64 s before induce."""
    coherence_after: Value
    """Score of the last 64 s of recover."""
    distress_start: Value
    """The last rating up to the start of induce, else the first of the trial; 0 to 100."""
    distress_peak: Value
    """The highest rating."""
    distress_end: Value
    """The last rating before learning."""
    distress_mean: Value
    """Area under the curve over its length."""
    distress_auc: Value
    """Points x min from the first rating to the end of the exposure; each rating holds until the
    next, pauses are left out."""
    recalled_peak_distress: Value
    """What the person says afterwards that the peak was."""
    sensation_peak: Value
    """Strongest sensation, 0 to 10."""
    expected_distress: Value
    expected_likelihood: Value
    """How likely the feared event seemed before, in percent."""
    occurred_percent: Value
    """100 if it happened, 50 if partly, 0 if not."""
    expectancy_violation: Value
    """Expected likelihood minus what occurred, in points: -100 to 100."""
    likelihood_next: Value
    """How likely it seems next time, in percent."""
    confidence: Value
    """Confidence to tolerate it, 0 to 100."""
    tolerated_s: Value
    """Time in induce and stay, without pauses."""

    def items(self) -> Iterator[tuple[str, Value]]:
        """All measures by key, in order."""
        return ((one.name, getattr(self, one.name)) for one in fields(self))

    def present(self) -> dict[str, float]:
        """Values alone."""
        return {key: value for key, value in self.items() if not isinstance(value, Absent)}

    def absent(self) -> dict[str, str]:
        """Reasons alone."""
        return {key: value.reason for key, value in self.items() if isinstance(value, Absent)}


def trial_measures(beats: SessionBeats | None, course: TrialCourse) -> TrialMeasures:
    """Compute all measures of a trial.

    Parameters
    ----------
    beats : SessionBeats or None
        Of the whole session; ``None`` if it has none.
    course : TrialCourse
        What happened when, and what was rated.
    """
    expected, occurred = course.expected_likelihood, course.occurred_percent
    violation: Value = Absent("no likelihood was given before")
    if expected is not None:
        violation = Absent("not said whether it happened")
        if occurred is not None:
            violation = expected - occurred
    exposed = [span for span in (course.induce, course.stay) if span is not None]
    tolerated: Value = Absent("neither induce nor stay took place")
    if exposed:
        tolerated = sum(practised_s(start, end, course.pauses) for start, end in exposed)
    return TrialMeasures(
        **_quality(beats, course),
        **heart_measures(
            beats,
            start_s=course.start_s,
            end_s=course.end_s,
            baseline=course.baseline,
            induce=course.induce,
            stay=course.stay,
            recover=course.recover,
            pauses=course.pauses,
        ),
        **distress_measures(course.distress, course.onset_s, course.course_end_s, course.pauses),
        recalled_peak_distress=_told(
            course.recalled_peak_distress, "the peak was not asked for afterwards"
        ),
        sensation_peak=_told(max(course.sensation, default=None), "no sensation was rated"),
        expected_distress=_told(course.expected_distress, "no expected distress was given"),
        expected_likelihood=_told(expected, "no likelihood was given before"),
        occurred_percent=_told(occurred, "not said whether it happened"),
        expectancy_violation=violation,
        likelihood_next=_told(course.likelihood_next, "no likelihood for next time was given"),
        confidence=_told(course.confidence, "no confidence was given"),
        tolerated_s=tolerated,
    )


def _quality(beats: SessionBeats | None, course: TrialCourse) -> dict[str, Value]:
    if beats is None or not beats.kinds(course.start_s, course.end_s).size:
        return dict.fromkeys(
            ("corrected_percent", "gaps", "gap_s"), Absent("no beats were recorded")
        )
    gaps = beats.gaps(course.start_s, course.end_s)
    return {
        "corrected_percent": beats.corrected_percent(course.start_s, course.end_s),
        "gaps": float(len(gaps)),
        "gap_s": float(sum(end - start for start, end in gaps)),
    }


def _told(value: float | None, reason: str) -> Value:
    return Absent(reason) if value is None else value
