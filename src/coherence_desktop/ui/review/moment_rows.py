"""Tables of moments: markers and phases, each with what it takes to put it right."""

from collections.abc import Sequence

from coherence_desktop.events import AnyEvent, Marker, Notice, Phase, amendable
from coherence_desktop.practice.exposure.phases import REST, place_of
from coherence_desktop.practice.exposure.trials import Trial
from coherence_desktop.ui.review.views import Cell, Column, Place, Row, TableView
from coherence_desktop.ui.words.values import clock, length

WHEN = (
    Column("Time", right=True, width_px=64),
    Column("Trial", width_px=56),
    Column("Phase", width_px=88),
)
"""Columns of a moment."""


def markers_table(events: Sequence[AnyEvent], trials: Sequence[Trial]) -> TableView:
    """Marks in the order of time, and what the app said in between."""
    rows = [
        moment_row(event.t, trials, Cell(event.message, quiet=True))
        for event in events
        if isinstance(event, Notice)
    ]
    for logged, now, nth in amendable(events):
        if isinstance(logged, Marker) and isinstance(now, Marker):
            label = now.label or now.key
            place = Place("marker", logged.t, logged.key, now.t, label, nth=nth)
            rows.append(moment_row(now.t, trials, Cell(label), place=place))
    columns = (*WHEN, Column("What", stretch=1))
    return TableView(columns, _by_time(rows), "Nothing was marked in this session.")


def phases_table(
    events: Sequence[AnyEvent], trials: Sequence[Trial], duration_s: float
) -> TableView:
    """Phases in the order of time, with what they lasted."""
    found = [
        (logged, now, nth)
        for logged, now, nth in amendable(events)
        if isinstance(logged, Phase) and isinstance(now, Phase)
    ]
    ends = [*(now.t for _, now, _ in found), max(duration_s, 0.0)][1:]
    rows = []
    for (logged, now, nth), end_s in zip(found, ends, strict=True):
        if logged.name == REST:
            continue
        label = now.label or now.name.replace("_", " ")
        trial = trial_at(now.t, trials)
        bound = trial is not None and place_of(logged.name) >= 0
        place = Place("phase", logged.t, logged.name, now.t, label, bound, nth)
        cells = (
            Cell(clock(now.t)),
            Cell(str(trial.number) if trial is not None else ""),
            Cell(label),
            Cell(length(end_s - now.t)),
        )
        rows.append(Row(cells, t=now.t, place=place))
    columns = (*WHEN[:2], Column("Phase", stretch=1), Column("Lasts", right=True, width_px=112))
    return TableView(columns, _by_time(rows), "This session has no phases.")


def moment_row(t: float, trials: Sequence[Trial], *cells: Cell, place: Place | None = None) -> Row:
    """Make the row of a moment: when, in which trial and phase, and what."""
    trial = trial_at(t, trials)
    phase = ""
    if trial is not None:
        spans = (span.name for span in trial.phases if span.start_s <= t < span.end_s)
        phase = next(spans, "")
    number = str(trial.number) if trial is not None else ""
    return Row((Cell(clock(t)), Cell(number), Cell(phase), *cells), t=t, place=place)


def trial_at(t: float, trials: Sequence[Trial]) -> Trial | None:
    """The trial that a moment lies in."""
    return next((trial for trial in trials if trial.start_s <= t < trial.end_s), None)


def _by_time(rows: Sequence[Row]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: row.t or 0.0))
