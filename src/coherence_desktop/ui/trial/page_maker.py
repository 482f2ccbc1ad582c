"""Makes the page of a session of exposure, with the markers of a trial."""

from coherence_desktop.practice.markers import load_markers
from coherence_desktop.resources import assets
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.live.held_page import PageMaker
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.page import TrialPage


def exposure_page(about: str, title: str = "Exposure") -> PageMaker:
    """Give what makes the page of a session of exposure, for `LiveSession`.

    Parameters
    ----------
    about : str
        Who: name or code of the client, and which step.
    title : str
        What stands there between trials.
    """

    def make(theme: Theme, session: SessionCommands) -> TrialPage:
        markers = load_markers(assets("trial_markers.toml"))
        page = TrialPage(theme, session, markers.markers, title=title, about=about)
        for problem in markers.problems:
            page.tell(problem.message)
        return page

    return make
