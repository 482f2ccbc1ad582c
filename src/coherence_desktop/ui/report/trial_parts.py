"""The trials of a session in a report: what happened in each, and their measures abreast."""

from collections.abc import Sequence
from dataclasses import replace

from coherence_desktop.events import TrialEndReason
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.ui.report.document import Block, Table
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.words.values import NBSP, clock, counts, length

TRIALS_ABREAST = 4
_RECOVERY = {"none": "none, as agreed", "free": "free", "paced": "with paced breathing"}
_EXERCISE = 2
_SHARED = 0.54
"""Share of a table's width that its trials have."""


def trial_blocks(trials: Sequence[Trial], measures: TableView) -> list[Block]:
    """What happened in each trial, then the measures beside each other."""
    return [_trials_table(trials), *abreast(measures, "Measures of the trials")]


def abreast(measures: TableView, caption: str) -> list[Table]:
    """Measures of trials, at most `TRIALS_ABREAST` of them in one table."""
    found = []
    count = len(measures.columns) - 2
    for first in range(0, count, TRIALS_ABREAST):
        places = range(first, min(count, first + TRIALS_ABREAST))
        more = f", {first + 1} to {places[-1] + 1}" if count > TRIALS_ABREAST else ""
        found.append(_table_of(measures, places, f"{caption}{more}"))
    return found


def first_and_last(measures: TableView, caption: str) -> Table:
    """Measures of as many trials as stand in one table: of many the first and the last ones."""
    count = len(measures.columns) - 2
    if count <= TRIALS_ABREAST:
        return _table_of(measures, range(count), caption)
    last = TRIALS_ABREAST - 1
    places = (0, *range(count - last, count))
    of = counts(count, "trial")
    return _table_of(measures, places, f"{caption}: the first and the last {last} of {of}")


def _table_of(measures: TableView, places: Sequence[int], caption: str) -> Table:
    """A table of some of the trials, by their places from 0."""
    kept = (0, 1, *(2 + place for place in places))
    columns = tuple(measures.columns[place] for place in kept)
    rows = tuple(
        replace(row, cells=tuple(row.cells[place] for place in kept)) for row in measures.rows
    )
    shares = (0.32, 0.14, *(_SHARED / max(1, len(places)) for _ in places))
    return Table(TableView(columns, rows, measures.empty), caption, shares)


def _trials_table(trials: Sequence[Trial]) -> Table:
    """Trials as rows; the exercise has a column where there are several."""
    several = len({trial.started.exercise_name for trial in trials}) > 1
    columns = [Column("Trial"), Column("From", right=True), Column("Exercise")]
    columns += [Column("Phases", stretch=1), Column("Recovery"), Column("Ended")]
    shares = [0.07, 0.08, 0.18, 0.38, 0.13, 0.16]
    rows: list[list[str]] = []
    for trial in trials:
        phases = ", ".join(
            f"{phase.name} {length(phase.practised_s)}".replace(" ", NBSP)
            for phase in trial.phases
        )
        phases += "".join(f", {name} skipped" for name in trial.skipped)
        cells = [str(trial.number), clock(trial.start_s), trial.started.exercise_name, phases]
        cells += [_RECOVERY[trial.started.recovery], _ended(trial)]
        rows.append(cells)
    if not several:
        del columns[_EXERCISE], shares[_EXERCISE]
        for cells in rows:
            del cells[_EXERCISE]
    view = TableView(tuple(columns), tuple(Row(tuple(map(Cell, cells))) for cells in rows))
    return Table(view, "Trials", tuple(shares))


def _ended(trial: Trial) -> str:
    match trial.end_reason:
        case TrialEndReason.COMPLETED:
            return "as planned"
        case TrialEndReason.STOPPED:
            return f"stopped at {clock((trial.ended_s or trial.end_s) - trial.start_s)}"
        case TrialEndReason.SESSION_ENDED:
            return "with the session"
        case None:
            return "the app closed in it"
