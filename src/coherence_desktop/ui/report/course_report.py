"""The report of a course: all sessions of a client; pure but for reading their logs."""

from collections.abc import Sequence

from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.course_chart import questionnaires, resonance_blocks, sign_offs
from coherence_desktop.ui.report.course_practice import course_facts, practice_blocks
from coherence_desktop.ui.report.course_sessions import (
    CourseSession,
    Progress,
    read_sessions,
    sessions_table,
)
from coherence_desktop.ui.report.course_trials import (
    any_trial,
    short_trial_blocks,
    trial_blocks,
)
from coherence_desktop.ui.report.course_writings import written_blocks
from coherence_desktop.ui.report.document import (
    Block,
    Document,
    Facts,
    Heading,
    Manner,
    Table,
    Words,
)
from coherence_desktop.ui.report.session_report import NOTHING_PRIVATE
from coherence_desktop.ui.report.session_short import EXPOSURE
from coherence_desktop.ui.report.sources import CourseSource, shown_client
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import counts

_LAST = 6
"""So many of the last things stand in the version of one page."""
_MEANINGS = {
    "Corrected": "Intervals judged not to be normal, in percent of all. Above 5 % the values are "
    "to be read with care.",
    "Missing": "Time without known beats.",
    "Coherence": "Median score (0 to 100) of all 64 s windows.",
    "Peak, mean": "Distress as it was rated, 0 to 100.",
    "Likely, next time": "How likely the feared event seemed before the trial, and seems for the "
    "next time, in percent.",
    "Held": "Time in induce and stay.",
}
_ABSENT = "What is absent was not rated or could not be measured."


def course_report(
    source: CourseSource, choices: Choices, progress: Progress | None = None
) -> Document:
    """Make the report of all sessions of a client.

    Parameters
    ----------
    source : CourseSource
    choices : Choices
        Nothing private is included but what is chosen in it.
    progress : callable, optional
        Is told the share of the sessions that are read; may raise to stop.
    """
    sessions = read_sessions(source, choices, progress or _nobody)
    client = shown_client(source.chart.name, source.client_id, named=choices.has(Include.NAME))
    make = _short if choices.one_page else _long
    return Document(
        title="Course summary" if choices.one_page else "Course report",
        subtitle=counts(len(sessions), "session"),
        blocks=tuple(make(source, choices, sessions, client)),
        running=", ".join(filter(None, ("Course report", client, _until(sessions)))),
        clinic=choices.clinic.strip(),
        logo=choices.logo,
        made=source.today,
        one_page=choices.one_page,
    )


def _long(
    source: CourseSource, choices: Choices, sessions: list[CourseSession], client: str
) -> list[Block]:
    blocks: list[Block] = [Facts(course_facts(source, sessions, client))]
    blocks += [Heading("Sessions and data quality")]
    blocks.append(Table(sessions_table(sessions), "Sessions and their data quality", titled=False))
    blocks += practice_blocks(source, sessions)
    blocks += trial_blocks(source, sessions)
    if any_trial(sessions):
        blocks += [Heading("Sign-offs"), sign_offs(source)]
    blocks += resonance_blocks(source)
    blocks += questionnaires(source)
    blocks += written_blocks(source, choices, sessions)
    blocks += [Heading("What the values mean"), _meanings(), Words(_ABSENT, Manner.QUIET)]
    if not choices.include - {Include.NAME}:
        blocks.append(Words(NOTHING_PRIVATE, Manner.QUIET))
    return blocks


def _short(
    source: CourseSource, choices: Choices, sessions: list[CourseSession], client: str
) -> list[Block]:
    blocks: list[Block] = [Facts(course_facts(source, sessions, client))]
    if any_trial(sessions):
        blocks.append(Words(EXPOSURE, Manner.QUIET))
        blocks += short_trial_blocks(sessions, _LAST)
        if source.chart.sign_offs:
            blocks += [Heading("Sign-offs", 3), sign_offs(source)]
    else:
        last = sessions[-_LAST:]
        caption = "All sessions" if len(last) == len(sessions) else f"The last {_LAST} sessions"
        blocks.append(Table(sessions_table(last), caption))
    blocks += questionnaires(source, _LAST)
    blocks += written_blocks(source, choices, sessions)
    told = " ".join(f"{name}: {text[:1].lower()}{text[1:]}" for name, text in _MEANINGS.items())
    blocks.append(Words(f"{told} {_ABSENT}", Manner.QUIET))
    return blocks


def _meanings() -> Table:
    columns = (Column("Value"), Column("Meaning", stretch=1, quiet=True))
    rows = tuple(Row((Cell(name), Cell(text))) for name, text in _MEANINGS.items())
    return Table(TableView(columns, rows), "What the values mean", (0.2, 0.8), titled=False)


def _until(sessions: Sequence[CourseSession]) -> str:
    dated = [one.head.started for one in sessions if one.head.started is not None]
    return f"to {short_date(max(dated), year=True)}" if dated else ""


def _nobody(_share: float) -> None:
    """Take progress where nobody asks for it."""
