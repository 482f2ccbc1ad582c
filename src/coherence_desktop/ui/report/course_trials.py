"""Trials across the sessions of a course: distress, expectancy, and what the rule says."""

from collections.abc import Sequence

from coherence_desktop.practice.exposure.progress import propose
from coherence_desktop.ui.report.course_plots import DISTRESS, EXPECTED, across_plot
from coherence_desktop.ui.report.course_sessions import CourseSession
from coherence_desktop.ui.report.document import Block, Figure, Heading, Table, Words
from coherence_desktop.ui.report.sources import CourseSource
from coherence_desktop.ui.review.loading import points_of
from coherence_desktop.ui.review.tables import across_table
from coherence_desktop.ui.review.views import TrialPoint
from coherence_desktop.ui.words.values import NBSP

_SCALE = "Distress, 0 to 100"
_SHORT_HEIGHT = 66.0


def any_trial(sessions: Sequence[CourseSession]) -> bool:
    """Whether somebody did a trial."""
    return any(session.trials for session in sessions if session.lived)


def by_exercise(sessions: Sequence[CourseSession]) -> list[list[TrialPoint]]:
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


def trial_blocks(source: CourseSource, sessions: Sequence[CourseSession]) -> list[Block]:
    """Each exercise with its plots and numbers, then the next step by the rule."""
    blocks: list[Block] = []
    for points in by_exercise(sessions):
        if not blocks:
            blocks.append(Heading("Trials of exposure"))
        blocks += _exercise(sessions, points)
    return blocks + _next_step(source, sessions)


def short_trial_blocks(sessions: Sequence[CourseSession], most: int) -> list[Block]:
    """The exercise that was tried most: distress in each trial, and the last trials."""
    points = max(by_exercise(sessions), key=len)
    title = f"Distress in each trial of {_name_of(sessions, points).lower()}"
    drawing = across_plot(points, DISTRESS, _SCALE, height=_SHORT_HEIGHT)
    last = points[-most:]
    caption = "All its trials" if len(last) == len(points) else f"Its last {most} trials"
    return [
        Figure(drawing, title, "Grouped by session, in the order of time."),
        Table(across_table(last), caption),
    ]


def _exercise(sessions: Sequence[CourseSession], points: Sequence[TrialPoint]) -> list[Block]:
    name = _name_of(sessions, points)
    return [
        Heading(name, 3),
        Figure(
            across_plot(points, DISTRESS, _SCALE),
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


def _name_of(sessions: Sequence[CourseSession], points: Sequence[TrialPoint]) -> str:
    wanted = points[0].exercise_id
    return next(
        one.trial.started.exercise_name
        for session in sessions
        for one in session.trials
        if one.trial.started.exercise_id == wanted
    )


def _next_step(source: CourseSource, sessions: Sequence[CourseSession]) -> list[Block]:
    found = [one for session in sessions if session.lived for one in session.trials]
    if not found:
        return []
    proposal = propose(found, source.chart.progress_rule)
    told = f"{proposal.headline}. {proposal.why}".replace(" %", f"{NBSP}%")
    return [Heading("The rule for the next step", 3), Words(told)]
