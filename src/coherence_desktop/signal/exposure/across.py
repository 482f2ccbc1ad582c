"""How trials change from one to the next, within sessions and between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from coherence_desktop.signal.exposure.measures import TrialMeasures, Value
from coherence_desktop.signal.results import Absent

FOLLOWED = (
    "peak_bpm",
    "rise_bpm",
    "half_recovery_s",
    "distress_peak",
    "distress_mean",
    "distress_auc",
    "expected_likelihood",
    "expectancy_violation",
    "likelihood_next",
    "confidence",
    "tolerated_s",
)
"""Measures that are followed across trials."""


@dataclass(frozen=True, slots=True)
class Course:
    """One measure across trials, grouped by session."""

    key: str
    values: tuple[tuple[Value, ...], ...]
    """Of each trial of each session, in order."""
    session_mean: tuple[Value, ...]
    """Of the trials of a session that have a value."""
    within: tuple[Value, ...]
    """In each session, the last trial's value minus the first one's."""
    between: tuple[Value, ...]
    """Mean of each session minus that of the last one before it that has one."""

    @property
    def flat(self) -> tuple[Value, ...]:
        """All values one after the other."""
        return tuple(value for session in self.values for value in session)


def across(sessions: Sequence[Sequence[TrialMeasures]]) -> dict[str, Course]:
    """Follow measures across trials and sessions.

    Parameters
    ----------
    sessions : sequence of sequence of TrialMeasures
        The trials of each session, both in the order of time.

    Returns
    -------
    dict of str to Course
        One for each of `FOLLOWED`.
    """
    return {key: _course(key, sessions) for key in FOLLOWED}


def _course(key: str, sessions: Sequence[Sequence[TrialMeasures]]) -> Course:
    values = tuple(tuple(getattr(trial, key) for trial in session) for session in sessions)
    means: list[Value] = []
    within: list[Value] = []
    between: list[Value] = []
    last_mean: float | None = None
    for session in values:
        known = [value for value in session if not isinstance(value, Absent)]
        within.append(
            known[-1] - known[0] if len(known) > 1 else Absent("needs two trials with a value")
        )
        if not known:
            means.append(Absent("no trial with a value"))
            between.append(Absent("no trial with a value"))
            continue
        mean = sum(known) / len(known)
        means.append(mean)
        between.append(Absent("no session before it") if last_mean is None else mean - last_mean)
        last_mean = mean
    return Course(key, values, tuple(means), tuple(within), tuple(between))
