"""Shows the trials of a session to people: what happened in each, then measures side by side."""

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from coherence_desktop.practice.exposure.measured import MeasuredTrial
from coherence_desktop.practice.exposure.progress import propose
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.signal.results import Absent

_ROWS = (
    ("corrected_percent", "Data quality: corrected beats", "%"),
    ("gaps", "Data quality: gaps", ""),
    ("gap_s", "Data quality: gaps together", "s"),
    ("baseline_bpm", "Heart rate, baseline", "bpm"),
    ("peak_bpm", "Heart rate, peak", "bpm"),
    ("rise_bpm", "Heart rate, rise", "bpm"),
    ("time_to_peak_s", "Time to peak", "s"),
    ("half_recovery_s", "Half-recovery", "s"),
    ("coherence_before", "Coherence before", "0 to 100"),
    ("coherence_after", "Coherence after", "0 to 100"),
    ("expected_distress", "Distress, expected", "0 to 100"),
    ("distress_start", "Distress, start", "0 to 100"),
    ("distress_peak", "Distress, peak", "0 to 100"),
    ("distress_end", "Distress, end", "0 to 100"),
    ("distress_mean", "Distress, mean", "0 to 100"),
    ("distress_auc", "Distress, area under curve", "points x min"),
    ("recalled_peak_distress", "Distress, peak as recalled", "0 to 100"),
    ("sensation_peak", "Sensation, peak", "0 to 10"),
    ("expected_likelihood", "Feared event: expected", "%"),
    ("occurred_percent", "Feared event: occurred", "%"),
    ("expectancy_violation", "Expectancy violation", "points"),
    ("likelihood_next", "Feared event: expected next time", "%"),
    ("confidence", "Confidence to tolerate it", "0 to 100"),
    ("tolerated_s", "Tolerated", "s"),
)
_WORDS = {"fear": "Feared", "occurred": "Did it happen", "learned": "Learned"}
_ONE_PLACE = {"corrected_percent", "gap_s", "distress_mean"}
_ENDS = {
    "completed": "completed",
    "stopped": "stopped",
    "session_ended": "ended with the session",
    "died": "the app died in it",
    "running": "still running",
}


def show(found: Sequence[MeasuredTrial], unended: str) -> None:
    """Print the trials on stdout; ``unended`` is the end of one that has none in the log."""
    console = Console(highlight=False)
    if not found:
        console.print("This session has no trial.")
        return
    for one in found:
        _show_trial(console, one.trial, unended)
    _show_measures(console, found)
    proposal = propose(found)
    console.print(f"\n[bold]{escape(proposal.headline)}[/bold]")
    console.print(f"  {escape(proposal.why)}", soft_wrap=True)
    console.print(f"  {escape(proposal.asks)}", soft_wrap=True)


def _show_trial(console: Console, trial: Trial, unended: str) -> None:
    started = trial.started
    console.print(
        f"\n[bold]Trial {trial.number}: {escape(started.exercise_name)}[/bold], "
        f"recovery {started.recovery}, {clock(trial.start_s)} to {clock(trial.end_s)}, "
        f"{_ENDS[trial.end_reason or unended]}",
        soft_wrap=True,
    )
    phases = [
        f"{phase.name} {clock(phase.start_s)} ({phase.practised_s:.0f} s)"
        for phase in trial.phases
    ] + [f"{name} skipped" for name in trial.skipped]
    console.print(f"  {', '.join(phases)}", soft_wrap=True)
    rated = ", ".join(
        f"{clock(r.t)} {r.scale.replace('_', ' ')} {r.value:g}" for r in trial.ratings
    )
    if rated:
        console.print(f"  Ratings: {escape(rated)}", soft_wrap=True)
    for question in dict.fromkeys(answer.question for answer in trial.answers):
        told = escape(" ".join((trial.answered(question) or "").split()))
        console.print(f"  {escape(_WORDS.get(question, question))}: {told}", soft_wrap=True)
    for notice in trial.notices:
        console.print(f"  {clock(notice.t)} {escape(notice.message)}", soft_wrap=True)


def _show_measures(console: Console, found: Sequence[MeasuredTrial]) -> None:
    table = Table("Measure", "Unit", box=None, pad_edge=False, padding=(0, 3, 0, 0))
    for one in found:
        table.add_column(f"Trial {one.trial.number}", justify="right")
    reasons: list[str] = []
    for key, label, unit in _ROWS:
        cells = []
        for one in found:
            value = getattr(one.measures, key)
            cells.append(_number(key, value))
            if isinstance(value, Absent):
                reasons.append(f"Trial {one.trial.number}, {label}: {value.reason}")
        table.add_row(label, unit, *cells)
    console.print()
    console.print(table)
    if reasons:
        console.print("\n[bold]Not available[/bold]")
        for reason in reasons:
            console.print(f"  [dim]{escape(reason)}[/dim]", soft_wrap=True)


def clock(t: float) -> str:
    """Session time as minutes and seconds: 4:33."""
    minutes, seconds = divmod(int(t), 60)
    return f"{minutes}:{seconds:02d}"


def _number(key: str, value: float | Absent) -> str:
    if isinstance(value, Absent):
        return "–"  # noqa: RUF001 - the sign for no value
    return f"{value:.1f}" if key in _ONE_PLACE else f"{value:.0f}"
