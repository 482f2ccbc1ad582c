"""The report of a course: all sessions of a client; pure but for reading their logs."""

from collections.abc import Sequence
from datetime import datetime

from coherence_desktop.practice.exposure.progress import propose
from coherence_desktop.practice.home.weeks import Done, practised_days, weeks_to
from coherence_desktop.practice.screening import load_screening
from coherence_desktop.ui.report.choices import Choices, Include
from coherence_desktop.ui.report.course_plots import DISTRESS, EXPECTED, across_plot, weeks_plot
from coherence_desktop.ui.report.course_sessions import (
    CourseSession,
    Progress,
    read_sessions,
    sessions_table,
)
from coherence_desktop.ui.report.document import (
    Block,
    Document,
    Facts,
    Figure,
    Heading,
    Manner,
    Quote,
    Table,
    Words,
)
from coherence_desktop.ui.report.session_report import EXPOSURE
from coherence_desktop.ui.report.sources import CourseSource, shown_client
from coherence_desktop.ui.review.loading import points_of
from coherence_desktop.ui.review.tables import across_table, learned_table
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView, TrialPoint
from coherence_desktop.ui.review.words import short_date
from coherence_desktop.ui.words.values import NBSP, counts, length

WEEKS = 12
_SHORT_WEEKS = 8
_LAST = 6
"""So many of the last things stand in the version of one page."""
_NOTHING_PRIVATE = "What was written in private is not part of this report."
_HOW = (
    "Corrected: intervals judged not to be normal, in percent of all; above 5 % the values are "
    "to be read with care. Missing: time without known beats. Coherence: median score (0 to 100) "
    "of all 64 s windows. Peak and mean: distress, 0 to 100. Likely, next time: how likely the "
    "feared event seemed before the trial, and seems for the next time, in percent. Held: "
    "time in induce and stay. What is absent was not rated or could not be measured."
)


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
    if choices.one_page:
        blocks = _short(source, sessions, client)
        blocks += _private(source, choices, sessions)
    else:
        blocks = _long(source, choices, sessions, client)
    return Document(
        title="Course summary" if choices.one_page else "Course report",
        subtitle=counts(len(sessions), "session"),
        blocks=tuple(blocks),
        running=", ".join(filter(None, ("Course report", client, _until(sessions)))),
        clinic=choices.clinic.strip(),
        logo=choices.logo,
        one_page=choices.one_page,
    )


def _long(
    source: CourseSource, choices: Choices, sessions: list[CourseSession], client: str
) -> list[Block]:
    blocks: list[Block] = [Facts(_facts(source, sessions, client))]
    blocks += [Heading("Sessions and data quality")]
    blocks.append(Table(sessions_table(sessions), "Sessions and their data quality", titled=False))
    blocks += _practice(source, sessions, WEEKS)
    for number, points in enumerate(_by_exercise(sessions)):
        if number == 0:
            blocks.append(Heading("Trials of exposure"))
        blocks += _exercise(sessions, points)
    blocks += _progress(source, sessions)
    if _any_trial(sessions):
        blocks += [Heading("Sign-offs"), _sign_offs(source)]
    blocks += _resonance(source)
    blocks += _questionnaires(source)
    blocks += _private(source, choices, sessions)
    blocks += [Heading("What the values mean"), Words(_HOW, Manner.QUIET)]
    return blocks


def _short(source: CourseSource, sessions: list[CourseSession], client: str) -> list[Block]:
    blocks: list[Block] = [Facts(_facts(source, sessions, client))]
    blocks += _practice(source, sessions, _SHORT_WEEKS)[1:]
    if _any_trial(sessions):
        blocks.append(Words(EXPOSURE, Manner.QUIET))
        points = max(_by_exercise(sessions), key=len)
        title = f"Distress in each trial of {_exercise_name(sessions, points).lower()}"
        drawing = across_plot(points, DISTRESS, "Distress, 0 to 100", height=70.0)
        blocks.append(Figure(drawing, title, "Grouped by session, in the order of time."))
        last = points[-_LAST:]
        caption = "All trials of it" if len(last) == len(points) else f"The last {_LAST} trials"
        blocks.append(Table(across_table(last), caption))
        if source.chart.sign_offs:
            blocks += [Heading("Sign-offs", 3), _sign_offs(source)]
    else:
        last_sessions = sessions[-_LAST:]
        caption = "All sessions" if len(last_sessions) == len(sessions) else "The last sessions"
        blocks.append(Table(sessions_table(last_sessions), caption))
    blocks += _questionnaires(source, _LAST)
    blocks.append(Words(_HOW, Manner.QUIET))
    return blocks


def _facts(
    source: CourseSource, sessions: Sequence[CourseSession], client: str
) -> tuple[tuple[str, str], ...]:
    dated = [one.head.started for one in sessions if one.head.started is not None]
    when = ""
    if dated:
        first, last = short_date(min(dated), year=True), short_date(max(dated), year=True)
        when = first if first == last else f"{first} to {last}"
    total_s = sum(one.duration_s for one in sessions if one.lived)
    lived = [one for one in sessions if one.lived]
    trials = sum(len(one.trials) for one in lived)
    beats = sum(one.quality.beats for one in lived)
    corrected = sum(one.quality.corrected for one in lived)
    percent = f"{100.0 * corrected / beats:.1f}{NBSP}%" if beats else ""
    gap_s = sum(one.gap_s for one in lived)
    quality = "no beats were recorded"
    if beats:
        quality = f"{percent} of beats corrected, {length(gap_s) if gap_s else 'nothing'} missing"
    resonance = source.chart.resonance
    pace = f"{resonance.rate_per_min:g} breaths a minute" if resonance is not None else ""
    not_lived = sum(not one.lived for one in sessions)
    left_out = f"{counts(not_lived, 'session')} in which nobody practised" if not_lived else ""
    pairs = [
        ("Client", client or "no client"),
        ("When", when),
        ("Practised", length(60 * round(total_s / 60)) if total_s >= 60 else length(total_s)),
        ("Trials", str(trials) if trials else ""),
        ("Data quality", quality),
        ("Own pace", pace),
        ("Left out", left_out),
    ]
    return tuple((name, value) for name, value in pairs if value)


def _practice(source: CourseSource, sessions: Sequence[CourseSession], count: int) -> list[Block]:
    done = [
        Done(one.head.started.date(), one.duration_s)
        for one in sessions
        if one.lived and one.head.started is not None
    ]
    weeks = weeks_to(source.today, practised_days(done), count)
    says = f"{weeks.headline} {count} weeks from Monday to Sunday, up to {_day(source)}."
    figure = Figure(weeks_plot(weeks), f"Days of practice in {count} weeks", says)
    return [Heading("Practice"), figure]


def _by_exercise(sessions: Sequence[CourseSession]) -> list[list[TrialPoint]]:
    """Trials of each exercise in order; the exercises as they were first tried."""
    groups: dict[str, list[TrialPoint]] = {}
    index = 0
    for session in sessions:
        if not (session.trials and session.lived):
            continue
        for point in points_of(session.head, session.trials, index, here=False):
            groups.setdefault(point.exercise_id, []).append(point)
        index += 1
    return list(groups.values())


def _exercise(sessions: Sequence[CourseSession], points: Sequence[TrialPoint]) -> list[Block]:
    name = _exercise_name(sessions, points)
    return [
        Heading(name, 3),
        Figure(
            across_plot(points, DISTRESS, "Distress, 0 to 100"),
            "Distress in each trial",
            "Peak and mean, grouped by session; numbers below are those of the trials.",
        ),
        Figure(
            across_plot(points, EXPECTED, "Likelihood in percent, confidence 0 to 100"),
            "Expectancy and confidence",
            "How likely the feared event seemed before and seems next time; confidence after.",
        ),
        Table(across_table(points), f"{name}: the numbers behind the plots"),
    ]


def _exercise_name(sessions: Sequence[CourseSession], points: Sequence[TrialPoint]) -> str:
    wanted = points[0].exercise_id
    return next(
        one.trial.started.exercise_name
        for session in sessions
        for one in session.trials
        if one.trial.started.exercise_id == wanted
    )


def _progress(source: CourseSource, sessions: Sequence[CourseSession]) -> list[Block]:
    found = [one for session in sessions if session.lived for one in session.trials]
    if not found:
        return []
    proposal = propose(found, source.chart.progress_rule)
    told = f"{proposal.headline}. {proposal.why}".replace(" %", f"{NBSP}%")
    return [Words(told)]


def _any_trial(sessions: Sequence[CourseSession]) -> bool:
    return any(session.trials for session in sessions if session.lived)


def _sign_offs(source: CourseSource) -> Table:
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
        signed = short_date(datetime.fromisoformat(entry.at_utc), year=True)
        exercise = entry.exercise_id.replace("_", " ").capitalize()
        cells = (signed, exercise, concerns, entry.by, f"{entry.reason}{gone}")
        rows.append(Row(tuple(map(Cell, cells))))
    view = TableView(columns, tuple(rows), "No exercise needed a sign-off.")
    return Table(view, "Sign-offs", (0.14, 0.19, 0.2, 0.17, 0.3), titled=False)


def _resonance(source: CourseSource) -> list[Block]:
    chosen = source.chart.resonance
    if chosen is None:
        return []
    told = f"{chosen.rate_per_min:g} breaths a minute"
    if chosen.proposed_per_min is not None:
        told += f" (the assessment proposed {chosen.proposed_per_min:g})"
    day = short_date(datetime.fromisoformat(chosen.at_utc), year=True)
    by = f" by {chosen.by}" if chosen.by else ""
    return [Heading("Resonance"), Words(f"{told}, chosen on {day}{by}.")]


def _questionnaires(source: CourseSource, most: int | None = None) -> list[Block]:
    """Totals and their ranges; never the answers."""
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
    table = Table(
        view, "Questionnaires: totals", (0.18, 0.34, 0.22, 0.26), titled=most is not None
    )
    return [table] if most is not None else [Heading("Questionnaires"), table]


def _private(
    source: CourseSource, choices: Choices, sessions: Sequence[CourseSession]
) -> list[Block]:
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
        points = [point for group in _by_exercise(sessions) for point in group]
        view = learned_table(points)
        if view.rows:
            blocks.append(Heading("In the client's words"))
            caption = "What was feared, and what was learned"
            blocks.append(Table(view, caption, (0.18, 0.32, 0.12, 0.38), titled=False))
    for part, kind, title in (
        (Include.LETTERS, "letter", "Letters"),
        (Include.JOURNAL, "journal", "Journal"),
    ):
        found = [one for one in source.writings if one.kind == kind] if choices.has(part) else []
        if found:
            blocks.append(Heading(title))
            blocks += [
                Quote(short_date(datetime.fromisoformat(one.at_utc), year=True), one.text.strip())
                for one in sorted(found, key=lambda one: one.at_utc)
            ]
    if not (choices.one_page or choices.include - {Include.NAME}):
        blocks.append(Words(_NOTHING_PRIVATE, Manner.QUIET))
    return blocks


def _until(sessions: Sequence[CourseSession]) -> str:
    dated = [one.head.started for one in sessions if one.head.started is not None]
    return f"to {short_date(max(dated), year=True)}" if dated else ""


def _day(source: CourseSource) -> str:
    return f"{source.today.day} {source.today:%b %Y}"


def _nobody(_share: float) -> None:
    """Take progress where nobody asks for it."""
