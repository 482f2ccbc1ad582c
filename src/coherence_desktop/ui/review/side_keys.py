"""A scrolled area that leaves Left and Right to the page."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from coherence_desktop.ui.widgets.scroll_area import ScrollArea


class SideKeysPass(ScrollArea):
    """Scrolls up and down by key; sideways keys go from trial to trial."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take only the keys that scroll up and down."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        else:
            super().keyPressEvent(event)
