"""Plans that go home and sessions that come back: the pages of files between two libraries."""

from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from coherence_desktop.ui.home.clock import Now, here_now
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.window import MainWindow

if TYPE_CHECKING:
    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.handover.page import HandoverPage


class HandingOver(QObject):
    """Shows one of the pages at a time, and goes back to where it was asked for.

    Parameters
    ----------
    theme : Theme
    window : MainWindow
    library : Library
    now : callable, optional
        The moment, on the clock of this computer.
    """

    def __init__(
        self,
        theme: Theme,
        window: MainWindow,
        library: "Library",
        parent: QObject | None = None,
        *,
        now: Now = here_now,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._library = library
        self._now = lambda: now().astimezone(UTC)
        # Kept until the next one is shown: a page must outlive what fades on it.
        self._page: HandoverPage | None = None
        self._before: HandoverPage | None = None

    def hand_plan_over(self, client_id: str, back: Callable[[], None], rail: str) -> None:
        """Write a client's plan into a file."""
        from coherence_desktop.ui.handover.hand_over_page import HandOverPage

        self._show(HandOverPage(self._theme, self._library, client_id, now=self._now), back, rail)

    def take_sessions(self, client_id: str, back: Callable[[], None], rail: str) -> None:
        """Take sessions from a client's file."""
        from coherence_desktop.ui.handover.take_page import TakePage

        self._show(TakePage(self._theme, self._library, client_id, now=self._now), back, rail)

    def open_plan(self, back: Callable[[], None], rail: str) -> None:
        """Open a plan that the clinician wrote."""
        from coherence_desktop.ui.handover.open_plan_page import OpenPlanPage

        self._show(OpenPlanPage(self._theme, self._library, now=self._now), back, rail)

    def bring_sessions(self, back: Callable[[], None], rail: str) -> None:
        """Write one's own sessions into a file for the clinician."""
        from coherence_desktop.ui.handover.bring_page import BringPage

        self._show(BringPage(self._theme, self._library, now=self._now), back, rail)

    def _show(self, page: "HandoverPage", back: Callable[[], None], rail: str) -> None:
        if self._before is not None:
            self._before.deleteLater()
        self._before, self._page = self._page, page
        page.back_requested.connect(back)
        self._window.show_page(page, rail=rail)
