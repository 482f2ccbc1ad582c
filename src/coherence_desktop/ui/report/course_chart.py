"""What the chart of a client says in a course report: sign-offs, own pace, questionnaires."""

from datetime import datetime

from coherence_desktop.practice.screening import load_screening
from coherence_desktop.ui.report.document import Block, Heading, Table, Words
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import NBSP


def sign_offs(source: CourseSource) -> Table:
    """Who allowed which exercise in spite of what, and why."""
    columns = (
        Column("Signed"),
        Column("Exercise"),
        Column("In spite of", stretch=1),
        Column("By"),
        Column("Reason", stretch=2),
    )
    screening = load_screening() if source.chart.sign_offs else None
    rows = []
    for off in source.chart.sign_offs:
        entry = off.entry
        concerns = ", ".join(screening.topics(entry.concerns)) if screening is not None else ""
        gone = "" if off.stands else " (no longer stands)"
        signed = short_date(datetime.fromisoformat(entry.at_utc), year=True).replace(" ", NBSP)
        exercise = entry.exercise_id.replace("_", " ").capitalize()
        cells = (signed, exercise, concerns, entry.by, f"{entry.reason}{gone}")
        rows.append(Row(tuple(map(Cell, cells))))
    view = TableView(columns, tuple(rows), "No exercise needed a sign-off.")
    return Table(view, "Sign-offs", titled=False)


def resonance_blocks(source: CourseSource) -> list[Block]:
    """The pace that was chosen; nothing without one."""
    chosen = source.chart.resonance
    if chosen is None:
        return []
    told = f"{chosen.rate_per_min:g} breaths a minute"
    if chosen.proposed_per_min is not None:
        told += f" (the assessment proposed {chosen.proposed_per_min:g})"
    day = short_date(datetime.fromisoformat(chosen.at_utc), year=True)
    by = f" by {chosen.by}" if chosen.by else ""
    return [Heading("Resonance"), Words(f"{told}, chosen on {day}{by}.")]


def questionnaires(source: CourseSource, most: int | None = None) -> list[Block]:
    """Totals and their ranges; never the answers.

    Parameters
    ----------
    source : CourseSource
    most : int, optional
        Only so many of the last ones, in little room.
    """
    answered = source.chart.questionnaires
    shown = answered if most is None else answered[-most:]
    if not shown:
        return []
    rows = []
    for one in shown:
        total = Cell("no total: too much was left out", quiet=True)
        band = ""
        if one.score is not None:
            total = Cell(f"{one.score:g}")
            band = source.bands(one.questionnaire_id, one.score)
        day = datetime.fromisoformat(one.day)
        name = source.titles(one.questionnaire_id)
        rows.append(Row((Cell(short_date(day, year=True)), Cell(name), total, Cell(band))))
    columns = (
        Column("Date"),
        Column("Questionnaire", stretch=1),
        Column("Total", right=True),
        Column("Range"),
    )
    view = TableView(columns, tuple(rows))
    shares = (0.18, 0.26, 0.3, 0.26)
    table = Table(view, "Questionnaires: totals", shares, titled=most is not None)
    return [table] if most is not None else [Heading("Questionnaires"), table]
