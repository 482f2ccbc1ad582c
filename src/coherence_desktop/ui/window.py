"""The main window: a frame that holds one page at a time, with the rail where there is one."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.ui.collecting import Collecting
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.rail import Rail, RailEntry

SIZE = (1440, 900)
SMALLEST = (800, 600)


class MainWindow(QWidget):
    """Holds pages; knows nothing of what they show.

    Parameters
    ----------
    theme : Theme
    entries : sequence of RailEntry
        Pages that the rail opens.
    """

    painted = Signal()
    """The first page is on the screen; what it does not need may be loaded now."""
    page_chosen = Signal(str)
    help_asked = Signal()
    lock_asked = Signal()
    closing = Signal()

    def __init__(
        self, theme: Theme, entries: Sequence[RailEntry] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._page: QWidget | None = None
        self._cover: QWidget | None = None
        self._rail_entry = ""
        self._painted = False
        self._collecting = Collecting(self)
        self._collecting.begin()
        self.setWindowTitle("Coherence Desktop")
        self.setMinimumSize(*SMALLEST)
        self.rail = Rail(theme, entries)
        self.rail.chosen.connect(self.page_chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.rail)
        size = QSize(*SIZE)
        if QGuiApplication.platformName() != "offscreen":  # whose screen is small and made up
            size = size.boundedTo(self.screen().availableGeometry().size())
        self.resize(size)

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._page

    def show_page(self, page: QWidget, *, rail: str = "") -> None:
        """Show a page; ``rail`` is its entry, or empty for a page without the rail.

        The page before it is kept by whoever made it.
        """
        if self._page is not None and self._page is not page:
            self._row.removeWidget(self._page)
            self._page.hide()
            self._collecting.collect_soon()
        self._page = page
        self._rail_entry = rail
        self.rail.set_current(rail)
        self._row.addWidget(page, 1)
        if self._cover is None:
            self._reveal(page)
        else:
            page.hide()

    @property
    def covered_by(self) -> QWidget | None:
        """What covers the pages, if anything does."""
        return self._cover

    def cover(self, cover: QWidget) -> None:
        """Show nothing but this until `uncover`; the page under it goes on and may change."""
        self.uncover()
        self._cover = cover
        self.rail.hide()
        if self._page is not None:
            self._page.hide()
        self._row.addWidget(cover, 1)
        cover.show()

    def uncover(self) -> None:
        """Show the page again."""
        if self._cover is None:
            return
        self._row.removeWidget(self._cover)
        self._cover.hide()
        self._cover = None
        if self._page is not None:
            self._reveal(self._page)

    def _reveal(self, page: QWidget) -> None:
        self.rail.setVisible(bool(self._rail_entry))
        page.show()
        if self.focusWidget() not in (page, *page.findChildren(QWidget)):
            page.setFocus()

    def event(self, event: QEvent) -> bool:
        """Tell of the first paint, once it is done."""
        handled = super().event(event)
        if event.type() is QEvent.Type.UpdateRequest and not self._painted and self.isVisible():
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)
        return handled

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of every page: Ctrl+D dark or light, Ctrl+L lock, F1 help, Ctrl+Q leave."""
        control = Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_F1:
            self.help_asked.emit()
        elif event.modifiers() == control and event.key() == Qt.Key.Key_D:
            self._theme.set_dark(not self._theme.dark)
        elif event.modifiers() == control and event.key() == Qt.Key.Key_L:
            self.lock_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Quit):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let a running session end first."""
        self.closing.emit()
        super().closeEvent(event)
