"""A panel with an icon, a few words and one quiet action."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel


class SmallPanel(Panel):
    """One thing that may be done, beside the main one.

    Parameters
    ----------
    theme : Theme
    icon, title, words, action : str
        See `say`.
    """

    chosen = Signal()

    def __init__(
        self,
        theme: Theme,
        icon: str,
        title: str = "",
        words: str = "",
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self._icon = GlyphView(theme, Icon(icon, 28, "accent"))
        self._title = Label(theme, "", 16, 600)
        self._words = Label(theme, "", 14, token="ink2", wrap=True)
        self.action = Button(theme, "", ButtonKind.TEXT)
        self.setMinimumHeight(144)
        row = QHBoxLayout(self)
        row.setContentsMargins(28, 20, 24, 8)
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._words)
        column.addStretch(1)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.action.clicked.connect(self.chosen)
        self.say(icon, title, words, action)

    @property
    def title(self) -> str:
        """What it is about."""
        return self._title.text()

    def say(self, icon: str, title: str, words: str, action: str) -> None:
        """Show something else.

        Parameters
        ----------
        icon : str
            Name of the drawing.
        title, words : str
        action : str
            What its button says.
        """
        self._icon.set_glyph(Icon(icon, 28, "accent"))
        self._title.set_text(title)
        self._words.set_text(words)
        self.action.set_text(action)
        self.action.setAccessibleName(f"{title}: {action}")
        self.setAccessibleName(title)
