"""A compassion practice for the demo: it goes on by itself until someone takes it in hand."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

from coherence_desktop.chart import Identified
from coherence_desktop.practice.programme import Programme
from coherence_desktop.practice.programmes import CompassionPractice
from coherence_desktop.records.charts import Charts
from coherence_desktop.records.library import Library
from coherence_desktop.records.writings import Writings
from coherence_desktop.ui.live.commands import SessionCommands
from coherence_desktop.ui.programme.page import ProgrammePage
from coherence_desktop.ui.theme import Theme

EVERY_MS = 100
LASTS_S = 8.0
"""Session seconds after which a step that waits for a person is left."""
_HANDS = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress)


class DemoProgramme(QObject):
    """What a demonstration of a practice is made of.

    Parameters
    ----------
    practice : CompassionPractice
    library : Library
        Where the session goes; a client is added for it.
    """

    def __init__(
        self, practice: CompassionPractice, library: Library, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.practice = Programme(practice)
        now = datetime.now(UTC).isoformat()
        self.client = Charts(library).add([Identified(now, name="")])
        self._writings = Writings(library, self.client)
        self._session: SessionCommands | None = None
        self._page: ProgrammePage | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._lead)

    @property
    def leading(self) -> bool:
        """Whether it goes on by itself."""
        return self._timer.isActive()

    def make_page(self, theme: Theme, session: SessionCommands) -> ProgrammePage:
        """Make the page, and lead the session from now on."""
        self._session = session
        self._page = ProgrammePage(theme, session, self.practice.practice, self._writings)
        app = QCoreApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self._timer.start()
        return self._page

    def stop(self) -> None:
        """Lead no further."""
        self._timer.stop()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the rest to the person who pressed something."""
        if event.type() in _HANDS:
            self.stop()
        return False

    def _lead(self) -> None:
        if self._session is None or self._page is None:
            return
        state = self._page.state
        open_step = state.step and state.target_s is None and not state.done
        if open_step and state.into_s(self._session.now()) >= LASTS_S:
            self._page.go_on()
