"""How much was practised in a course, and how good its data are as a whole."""

from collections.abc import Sequence
from datetime import date

from coherence_desktop.practice.home.weeks import Done, Weeks, practised_days, weeks_to
from coherence_desktop.ui.report.course_plots import weeks_plot
from coherence_desktop.ui.report.course_sessions import CourseSession
from coherence_desktop.ui.report.document import Block, Figure, Heading
from coherence_desktop.ui.report.quality import percent_words
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import counts, length

WEEKS = 12


def course_facts(
    source: CourseSource, sessions: Sequence[CourseSession], client: str
) -> tuple[tuple[str, str], ...]:
    """Who, when, how much, and data quality; what is not known is left out."""
    dated = [one.head.started for one in sessions if one.head.started is not None]
    when = ""
    if dated:
        first, last = short_date(min(dated), year=True), short_date(max(dated), year=True)
        when = first if first == last else f"{first} to {last}"
    lived = [one for one in sessions if one.lived]
    total_s = sum(one.duration_s for one in lived)
    days = len(_days(sessions))
    practised = length(60 * round(total_s / 60)) if total_s >= 60 else length(total_s)
    trials = sum(len(one.trials) for one in lived)
    resonance = source.chart.resonance
    pace = f"{resonance.rate_per_min:g} breaths a minute" if resonance is not None else ""
    not_lived = len(sessions) - len(lived)
    left_out = f"{counts(not_lived, 'session')} in which nobody practised" if not_lived else ""
    pairs = [
        ("Client", client or "no client"),
        ("When", when),
        ("Practised", f"{practised} on {counts(days, 'day')}" if days else practised),
        ("Trials", str(trials) if trials else ""),
        ("Data quality", _quality_words(lived)),
        ("Own pace", pace),
        ("Left out", left_out),
    ]
    return tuple((name, value) for name, value in pairs if value)


def practice_blocks(source: CourseSource, sessions: Sequence[CourseSession]) -> list[Block]:
    """Days of practice in weeks."""
    weeks, until = _weeks(source, sessions)
    says = (
        f"{weeks.headline} {WEEKS} weeks from Monday to Sunday, "
        f"up to {short_date(until, year=True)}; a filled square is a day of practice."
    )
    figure = Figure(weeks_plot(weeks), f"Days of practice in {WEEKS} weeks", says)
    return [Heading("Practice"), figure]


def _weeks(source: CourseSource, sessions: Sequence[CourseSession]) -> tuple[Weeks, date]:
    """Weeks up to today; of a course that ended before them, up to its last day."""
    days = _days(sessions)
    weeks = weeks_to(source.today, days, WEEKS)
    if weeks.practised or not days:
        return weeks, source.today
    return weeks_to(max(days), days, WEEKS), max(days)


def _days(sessions: Sequence[CourseSession]) -> frozenset[date]:
    return practised_days(
        Done(one.head.started.date(), one.duration_s)
        for one in sessions
        if one.lived and one.head.started is not None
    )


def _quality_words(lived: Sequence[CourseSession]) -> str:
    beats = sum(one.quality.beats for one in lived)
    if not beats:
        return "no beats were recorded"
    corrected = sum(one.quality.corrected for one in lived)
    gap_s = sum(one.gap_s for one in lived)
    missing = f"{length(gap_s)} missing" if gap_s else "nothing missing"
    return f"{percent_words(100.0 * corrected / beats)} of beats corrected, {missing}"
