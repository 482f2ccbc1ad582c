"""Reminders at home: the tray, and their settings."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.mark import paint_mark

if TYPE_CHECKING:
    from PySide6.QtWidgets import QSystemTrayIcon

    from coherence_desktop.records.library import Library
    from coherence_desktop.ui.clients.desk import Desk
    from coherence_desktop.ui.home.clock import Now
    from coherence_desktop.ui.home.reminder_panel import ReminderPanel
    from coherence_desktop.ui.home.reminders import Reminders
    from coherence_desktop.ui.settings.settings_page import SettingsPage

_ICON_PX = 44


class Reminding(QObject):
    """Keeps reminders while the pages at home are there.

    Parameters
    ----------
    theme : Theme
    settings : SettingsPage
        Gets a section for them when it is first shown.
    """

    opened = Signal()
    """A reminder was clicked: show today's page."""

    def __init__(
        self, theme: Theme, settings: "SettingsPage", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._settings = settings
        self._desk: Desk | None = None
        self._reminders: Reminders | None = None
        self._panel: ReminderPanel | None = None
        self._tray: QSystemTrayIcon | None = None
        settings.shown.connect(self._show_panel)

    def begin(self, desk: "Desk", library: "Library", now: "Now") -> None:
        """Remind by this chart; quiet unless it says otherwise."""
        from coherence_desktop.ui.home.reminders import Reminders, system_tray

        self.end()
        picture = _picture(self._theme)
        tray = self._tray = system_tray(picture, self)
        self._desk = desk
        self._reminders = Reminders(desk, library, tray, QIcon(picture), now=now, parent=self)
        self._reminders.opened.connect(self.opened)

    def end(self) -> None:
        """Remind no more: the library is being closed."""
        reminders, self._reminders = self._reminders, None
        if reminders is not None:
            reminders.deleteLater()
        tray, self._tray = self._tray, None
        if tray is not None:
            tray.hide()
            tray.deleteLater()
        panel, self._panel = self._panel, None
        if panel is not None:
            self._settings.remove_section(panel)
            panel.deleteLater()
        self._desk = None

    def _show_panel(self) -> None:
        if self._desk is None or self._reminders is None or self._panel is not None:
            return
        from coherence_desktop.ui.home.reminder_panel import ReminderPanel

        self._panel = ReminderPanel(self._theme, self._desk, available=self._reminders.available)
        self._settings.add_section(self._panel)


def _picture(theme: Theme) -> QPixmap:
    picture = QPixmap(_ICON_PX, _ICON_PX)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_mark(painter, theme, QPointF(_ICON_PX / 2, _ICON_PX / 2))
    painter.end()
    return picture
