"""Panels that the four pages of handing over share."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_PAD_PX = 28


class TitledPanel(Panel):
    """A panel with a heading; put the rest into `column`.

    Parameters
    ----------
    theme : Theme
    heading : str
    """

    def __init__(self, theme: Theme, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName(heading)
        self._heading = Label(theme, heading, 20, 600)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(_PAD_PX, 24, _PAD_PX, 24)
        self.column.setSpacing(12)
        self.column.addWidget(self._heading)

    def set_heading(self, heading: str) -> None:
        """Say another heading."""
        self._heading.set_text(heading)
        self.setAccessibleName(heading)


class FactLine(QWidget):
    """A line with a tick, for what goes along, or a lock, for what stays.

    Parameters
    ----------
    theme : Theme
    text : str
    stays : bool
    """

    def __init__(
        self, theme: Theme, text: str, *, stays: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        icon = Icon("lock", 20, "ink2") if stays else Icon("check", 20, "accent")
        mark = GlyphView(theme, icon)
        mark.setFixedHeight(24)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        token = "ink2" if stays else "ink"
        row.addWidget(Label(theme, text, 16, token=token, wrap=True), 1)


class FactsPanel(TitledPanel):
    """What is in a file, and what is not.

    Parameters
    ----------
    theme : Theme
    heading : str
    """

    def __init__(self, theme: Theme, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, heading, parent)
        self._theme = theme
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.column.addLayout(self._lines)
        self.told: tuple[str, ...] = ()

    def tell(self, goes: Sequence[str], stays: Sequence[str] = ()) -> None:
        """Show what goes along and what stays."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.told = (*goes, *stays)
        for text in goes:
            self._lines.addWidget(FactLine(self._theme, text))
        for text in stays:
            self._lines.addWidget(FactLine(self._theme, text, stays=True))
