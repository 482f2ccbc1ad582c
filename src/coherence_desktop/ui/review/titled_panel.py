"""A panel whose title changes with what is shown."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel

HEADER_PX = 44
_EDGE_PX = 16
_INSET_PX = 4


class TitledPanel(Panel):
    """Title and unit at the left, what belongs beside and opposite them, and the body.

    Parameters
    ----------
    theme : Theme
    title, about : str
        What is shown; unit and extent, in a quieter tone.
    body : QWidget
        Fills the rest.
    beside : sequence of QWidget
        Right of the title.
    opposite : sequence of QWidget
        At the right edge.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        about: str,
        body: QWidget,
        beside: tuple[QWidget, ...] = (),
        opposite: tuple[QWidget, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.title = Label(theme, title, 14, 600)
        self.about = Label(theme, about, 14, 400, "ink2")
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 0)
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.about)
        for widget in beside:
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        for widget in opposite:
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        top = QWidget()
        top.setFixedHeight(HEADER_PX)
        top.setLayout(head)
        inner = QHBoxLayout()
        inner.setContentsMargins(_INSET_PX, 0, _INSET_PX, 0)
        inner.addWidget(body)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 1, 0, _INSET_PX)
        column.setSpacing(0)
        column.addWidget(top)
        column.addLayout(inner, 1)
