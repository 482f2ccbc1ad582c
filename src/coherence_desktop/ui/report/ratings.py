"""Ratings of a session in little room: all of one scale in one row."""

from collections.abc import Sequence

from coherence_desktop.practice.programme_steps import SCALES as OF_PROGRAMMES
from coherence_desktop.ui.report.document import Table
from coherence_desktop.ui.review.views import Cell, Column, Rated, Row, TableView
from coherence_desktop.ui.review.words import SCALES
from coherence_desktop.ui.words.values import NBSP, clock

MOST_RATINGS = 400
"""In all; a whole day of ratings would fill a book."""


def ratings_table(ratings: Sequence[Rated]) -> Table:
    """Every rating with its time, by trial and scale."""
    groups: dict[tuple[int, str], list[Rated]] = {}
    for rated in ratings[:MOST_RATINGS]:
        groups.setdefault((rated.trial, rated.scale), []).append(rated)
    order = {scale: place for place, scale in enumerate(SCALES)}
    keys = sorted(groups, key=lambda key: (key[0], order.get(key[1], len(order)), key[1]))
    with_trials = any(trial for trial, _ in keys)
    rows = []
    for trial, scale in keys:
        name, unit = _named(scale)
        told = ", ".join(
            f"{rated.value:g} at {clock(rated.t)}".replace(" ", NBSP)
            for rated in groups[trial, scale]
        )
        cells = [Cell(name), Cell(unit), Cell(told)]
        rows.append(Row((*([Cell(str(trial) if trial else "")] * with_trials), *cells)))
    columns = [Column("Scale"), Column("Unit", quiet=True), Column("Ratings", stretch=1)]
    shares: tuple[float, ...] = (0.3, 0.12, 0.58)
    if with_trials:
        columns, shares = [Column("Trial"), *columns], (0.07, 0.27, 0.1, 0.56)
    view = TableView(tuple(columns), tuple(rows), "Nothing was rated in this session.")
    return Table(view, "Ratings by scale, with their times", shares, titled=False)


def _named(scale: str) -> tuple[str, str]:
    """Name and unit of a scale; the unit is empty where nobody told it."""
    if scale in OF_PROGRAMMES:
        known = OF_PROGRAMMES[scale]
        return known.title, f"0 to {known.maximum}"
    return SCALES.get(scale, (scale.replace("_", " ").capitalize(), ""))
