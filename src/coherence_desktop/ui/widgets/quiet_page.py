"""A page with one thing to say or to ask, in a narrow column in the middle."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.mark import Mark
from coherence_desktop.ui.widgets.page import Page

_WIDTH_PX = 560


class QuietPage(Page):
    """The mark, a title, a line under it; put the rest into `body`.

    Parameters
    ----------
    theme : Theme
    title : str
        Also the accessible name.
    line : str
    line_px : int
        Size of the line.

    Attributes
    ----------
    line : Label
    body : QVBoxLayout
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        line: str = "",
        *,
        line_px: int = 16,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(title)
        self._title = Label(theme, title, 40, 500, wrap=True)
        self.line = Label(theme, line, line_px, token="ink2", wrap=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        content = QWidget()
        content.setMaximumWidth(_WIDTH_PX)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 32, 0, 32)
        column.setSpacing(0)
        column.addStretch(2)
        column.addWidget(Mark(theme))
        column.addSpacing(24)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self.line)
        column.addSpacing(32)
        column.addLayout(self.body)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 0, 32, 0)
        row.addStretch(1)
        row.addWidget(content, 4)
        row.addStretch(1)

    def set_title(self, title: str) -> None:
        """Say another title."""
        self.setAccessibleName(title)
        self._title.set_text(title)
