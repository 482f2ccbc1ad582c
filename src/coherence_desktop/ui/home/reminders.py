"""Reminders from the tray: quiet unless asked for, once a day, gone where there is no tray."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QSystemTrayIcon

from coherence_desktop.errors import Problem
from coherence_desktop.practice.home.reminders import should_remind
from coherence_desktop.practice.home.today import State, today
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.loading import History, read_history
from coherence_desktop.ui.home.source import Sessions
from coherence_desktop.ui.worker import Worker

CHECK_MS = 60_000
_SHOWN_MS = 10_000
_DUE = (State.DUE, State.BOOSTER)


class Tray(Protocol):
    """Where a reminder appears."""

    def showMessage(self, title: str, message: str, icon: QIcon, msecs: int, /) -> None:
        """Show a few words for a while."""
        ...

    def setVisible(self, visible: bool, /) -> None:  # noqa: FBT001
        """Be there, or not."""
        ...


def system_tray(icon: QPixmap, parent: QObject) -> QSystemTrayIcon | None:
    """The tray of this computer; ``None`` where there is none."""
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return None
    tray = QSystemTrayIcon(QIcon(icon), parent)
    tray.setToolTip("Coherence Desktop")
    return tray


class Reminders(QObject):
    """Looks once a minute whether to remind; reads sessions only when it might.

    Parameters
    ----------
    desk : Desk
        One's own chart, with times and quiet hours.
    sessions : Sessions
    tray : Tray or None
        See `system_tray`; without one nothing happens.
    icon : QIcon
    now : callable
        The moment, on the person's own clock.
    """

    opened = Signal()
    """The reminder, or the icon, was clicked: show today's page."""
    reminded = Signal(str)
    """What was said."""

    def __init__(
        self,
        desk: Desk,
        sessions: Sessions,
        tray: Tray | None,
        icon: QIcon,
        *,
        now: Callable[[], datetime] = here_now,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._sessions, self._now = desk, sessions, now
        self._tray, self._icon = tray, icon
        self._last: datetime | None = None
        self._busy = False
        self._worker = Worker(self)
        self._timer = QTimer(self)
        self._timer.setInterval(CHECK_MS)
        self._timer.timeout.connect(self.check)
        if isinstance(tray, QSystemTrayIcon):
            tray.messageClicked.connect(self.opened)
            tray.activated.connect(lambda _: self.opened.emit())
        desk.changed.connect(self._settle)
        self._settle()

    @property
    def available(self) -> bool:
        """Whether there is a tray."""
        return self._tray is not None

    def check(self) -> None:
        """Remind if it is time and nothing was practised yet."""
        moment, settings = self._now(), self._desk.chart.reminders
        if self._tray is None or self._busy:
            return
        if should_remind(settings, moment, self._last, due=True):
            self._busy = True
            source, day = self._sessions, moment.date()
            self._worker.run(lambda: read_history(source, day), self._decide, self._let_go)

    def _decide(self, history: History) -> None:
        self._busy = False
        moment, chart = self._now(), self._desk.chart
        day = moment.date()
        page = today(
            chart.plan,
            history.done,
            day,
            own_rate=chart.resonance_rate,
            boosters=chart.boosters,
        )
        due = page.state in _DUE and all(one.day != day for one in history.done)
        if self._tray is None or not should_remind(chart.reminders, moment, self._last, due=due):
            return
        self._last = moment
        words = f"{page.kind_line} Only if it suits you now."
        self._tray.showMessage(page.title, words, self._icon, _SHOWN_MS)
        self.reminded.emit(words)

    def _let_go(self, problem: Problem) -> None:
        self._busy = False

    def _settle(self) -> None:
        on = self._desk.chart.reminders.on and self._tray is not None
        if self._tray is not None:
            self._tray.setVisible(on)
        if on and not self._timer.isActive():
            self._timer.start()
        elif not on:
            self._timer.stop()
