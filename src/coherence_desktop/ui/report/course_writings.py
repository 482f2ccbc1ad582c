"""What people wrote in a course, as far as it was asked for."""

from collections.abc import Sequence

from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.course_sessions import CourseSession
from coherence_desktop.ui.report.course_trials import by_exercise
from coherence_desktop.ui.report.document import Block, Heading, Quote, Table
from coherence_desktop.ui.report.session_parts import day_of
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.review.tables import learned_table
from coherence_desktop.ui.words.dates import short_date

_KINDS = (
    (Include.LETTERS, "letter", "Letters"),
    (Include.JOURNAL, "journal", "Journal"),
)


def written_blocks(
    source: CourseSource, choices: Choices, sessions: Sequence[CourseSession]
) -> list[Block]:
    """Notes, the client's words, letters and journal."""
    blocks: list[Block] = []
    noted = [(one, note) for one in sessions for note in one.notes if one.lived]
    if noted:
        blocks.append(Heading("Notes"))
    for session, note in noted:
        started = session.head.started
        day = short_date(started, year=True) if started is not None else ""
        about = ", ".join(filter(None, (day, note.about)))
        blocks.append(Quote(about, note.text))
    if choices.has(Include.TEXTS):
        points = [point for group in by_exercise(sessions) for point in group]
        view = learned_table(sorted(points, key=lambda one: (one.session_index, one.trial)))
        if view.rows:
            blocks.append(Heading("In the client's words"))
            caption = "What was feared, and what was learned"
            blocks.append(Table(view, caption, (0.15, 0.36, 0.13, 0.36), titled=False))
    for part, kind, title in _KINDS:
        found = [one for one in source.writings if one.kind == kind] if choices.has(part) else []
        if found:
            blocks.append(Heading(title))
            ordered = sorted(found, key=lambda one: one.at_utc)
            blocks += [Quote(day_of(one), one.text.strip()) for one in ordered]
    return blocks
