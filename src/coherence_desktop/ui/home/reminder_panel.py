"""When the app may remind: off by default, one time a day, quiet hours."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import ReminderSet
from coherence_desktop.practice.home.reminders import time_of
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.switch import Switch

_NO_TRAY = "This computer shows no tray, so there is nothing to remind from."
_RULE = "Once a day at most, never in quiet hours, and not when you have practised already."


class ReminderPanel(Panel):
    """A switch and three times.

    Parameters
    ----------
    theme : Theme
    desk : Desk
        One's own chart.
    available : bool
        Whether there is a tray.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        *,
        available: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Reminders")
        self._desk = desk
        self.on = Switch(theme, "Remind me")
        self.at = Field(theme, "At", "19:00")
        self.quiet_from = Field(theme, "Quiet from", "21:00")
        self.quiet_until = Field(theme, "Quiet until", "08:00")
        times = QHBoxLayout()
        times.setSpacing(12)
        for field in (self.at, self.quiet_from, self.quiet_until):
            field.setFixedWidth(120)
            field.kept.connect(lambda _: self._keep())
            times.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        times.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(Label(theme, "Reminders", 16, 600))
        words = _RULE if available else _NO_TRAY
        column.addWidget(Label(theme, words, 14, token="ink2", wrap=True))
        column.addWidget(self.on)
        column.addLayout(times)
        self.on.setEnabled(available)
        self.on.clicked.connect(lambda _: self._keep())
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        settings = self._desk.chart.reminders
        self.on.setChecked(settings.on)
        self.at.set_text(settings.times[0] if settings.times else "")
        self.quiet_from.set_text(settings.quiet_from)
        self.quiet_until.set_text(settings.quiet_until)

    def _keep(self) -> None:
        fields = (self.at, self.quiet_from, self.quiet_until)
        for field in fields:
            wrong = time_of(field.text) is None
            field.say("Write it like 19:00." if wrong else "")
        if any(field.told for field in fields):
            return
        now = self._desk.chart.reminders
        new = ReminderSet(
            self._desk.at_utc,
            on=self.on.isChecked(),
            times=(self.at.text, *now.times[1:]),
            quiet_from=self.quiet_from.text,
            quiet_until=self.quiet_until.text,
        )
        if (new.on, new.times, new.quiet_from, new.quiet_until) != (
            now.on,
            now.times,
            now.quiet_from,
            now.quiet_until,
        ):
            self._desk.add(new)
