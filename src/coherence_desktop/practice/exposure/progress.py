"""The progress rule: when the next step of a hierarchy is proposed. The clinician decides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from coherence_desktop.events import TrialEndReason
from coherence_desktop.practice.exposure.measured import MeasuredTrial
from coherence_desktop.signal.results import Absent


class Bounds(Protocol):
    """What a rule consists of, wherever it is kept."""

    @property
    def expectancy_percent(self) -> float:
        """A feared event at most this likely beforehand meets the rule."""

    @property
    def peak_distress(self) -> float:
        """A peak of distress of at most this meets the rule, too."""

    @property
    def trials(self) -> int:
        """In so many trials running."""


@dataclass(frozen=True, slots=True)
class ProgressRule:
    """The usual rule; a client's chart may have another one."""

    expectancy_percent: float = 5.0
    peak_distress: float = 30.0
    trials: int = 2

    def __post_init__(self) -> None:
        if self.trials < 1:
            raise ValueError(f"a rule asks for one trial or more, not {self.trials}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Whether the rule is met, in words that can be shown as they are."""

    met: bool
    headline: str
    why: str
    """What the last trials showed."""
    asks: str
    """What the rule asks for, and who decides."""
    counted: int
    """Trials running that meet it, the last one included."""


def propose(trials: Sequence[MeasuredTrial], rule: Bounds | None = None) -> Proposal:
    """Hold the last trials of a step against the rule.

    A trial meets it if the feared event was at most so likely beforehand, or distress was never
    higher than its bound: the higher of what was rated on the way and what is recalled. A trial
    that was stopped, or in which nothing was brought on, does not meet it.

    Parameters
    ----------
    trials : sequence of MeasuredTrial
        In the order of time, over as many sessions as there are. Only those of the last trial's
        step count.
    rule : Bounds, optional
        `ProgressRule` or the one of a chart; the usual rule by default.
    """
    rule = rule or ProgressRule()
    asks = _asks(rule)
    if not trials:
        return Proposal(
            met=False,
            headline="Next step: no trial yet",
            why="There is no trial to judge by.",
            asks=asks,
            counted=0,
        )
    step = trials[-1].trial.step
    last = [one for one in trials if one.trial.step == step][-rule.trials :]
    counted = 0
    for one in reversed(last):
        if not _meets(one, rule):
            break
        counted += 1
    met = counted >= rule.trials
    return Proposal(
        met=met,
        headline="Next step: the rule is met" if met else "Next step: the rule is not met yet",
        why=" ".join(_told(one) for one in last),
        asks=asks,
        counted=counted,
    )


def _meets(one: MeasuredTrial, rule: Bounds) -> bool:
    if _not_counted(one):
        return False
    likely, peak = one.measures.expected_likelihood, _peak(one)
    return (not isinstance(likely, Absent) and likely <= rule.expectancy_percent) or (
        peak is not None and peak <= rule.peak_distress
    )


def _not_counted(one: MeasuredTrial) -> str:
    """Why a trial cannot meet the rule, if so."""
    if one.trial.end_reason is TrialEndReason.STOPPED:
        return "was stopped"
    if isinstance(one.measures.tolerated_s, Absent):
        return "brought nothing on"
    return ""


def _peak(one: MeasuredTrial) -> float | None:
    both = (one.measures.distress_peak, one.measures.recalled_peak_distress)
    return max((value for value in both if not isinstance(value, Absent)), default=None)


def _told(one: MeasuredTrial) -> str:
    name = f"Trial {one.trial.number}"
    why_not = _not_counted(one)
    if why_not:
        return f"{name} {why_not}."
    likely, peak = one.measures.expected_likelihood, _peak(one)
    fear = (
        "the fear was not rated" if isinstance(likely, Absent) else f"a fear {likely:g} % likely"
    )
    distress = "distress was not rated" if peak is None else f"distress up to {peak:g}"
    return f"{name}: {fear}, {distress}."


def _asks(rule: Bounds) -> str:
    times = {1: "once", 2: "twice running"}.get(rule.trials, f"{rule.trials} times running")
    return (
        f"It asks for distress at most {rule.peak_distress:g}, or a fear at most "
        f"{rule.expectancy_percent:g} % likely, {times}. You decide."
    )
