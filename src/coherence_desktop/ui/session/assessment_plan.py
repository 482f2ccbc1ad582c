"""Plans an assessment as a session: new, or going on after the app had died."""

from collections.abc import Iterable
from dataclasses import dataclass

from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.assessments import Assessment, Options, assessment
from coherence_desktop.practice.assessments.protocols import PROTOCOLS
from coherence_desktop.practice.markers import load_markers
from coherence_desktop.ui.assessment.page import AssessmentPage
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.session.plan import SessionPlan
from coherence_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class AssessmentPages:
    """Makes the page of a running assessment."""

    title: str
    about: str

    def __call__(self, theme: Theme, session: SessionCommands) -> AssessmentPage:
        """Make the page for a session."""
        markers = load_markers()
        page = AssessmentPage(theme, session, markers.markers, title=self.title, about=self.about)
        for problem in markers.problems:
            page.tell(problem.message)
        return page


def assessment_plan(
    kind: str, options: Options | None = None, client: str = "", about: str = ""
) -> SessionPlan:
    """Plan an assessment.

    Parameters
    ----------
    kind : str
        A key of `PROTOCOLS`.
    options : Options, optional
    client : str
        Id of the client's chart; empty for nobody in the list.
    about : str
        Who, as the page says it.

    Raises
    ------
    KeyError
        If there is no such assessment.
    InvalidPattern
        If the guide cannot pace a rate that the options ask for.
    """
    chosen = options or Options()
    PROTOCOLS[kind].parts(chosen)
    title = PROTOCOLS[kind].name
    pages = AssessmentPages(title, about)
    return SessionPlan(title, lambda: assessment(kind, chosen), client, about, pages)


def continued_plan(
    log: Iterable[AnyEvent], session: str, client: str = "", about: str = ""
) -> SessionPlan | None:
    """Plan to go on with an assessment that died; ``None`` if the log is of none.

    Parameters
    ----------
    log : iterable of AnyEvent
        All that was recorded.
    session : str
        Its id.
    client, about : str
        See `assessment_plan`.
    """
    events = list(log)
    found = Assessment.from_log(events)
    if found is None or not found.parts:
        return None

    def again() -> Assessment:
        return Assessment(found.practice_id, found.name, found.parts)

    pages = AssessmentPages(found.name, about)
    return SessionPlan(found.name, again, client, about, pages, continuing=session)


def is_assessment(plan: SessionPlan) -> bool:
    """Whether a plan is one of an assessment, whose end leads to its results."""
    return isinstance(plan.make_page, AssessmentPages)
