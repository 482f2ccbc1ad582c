"""A panel with a title that says what is shown and in which unit, and a plot under it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel

HEADER_PX = 45
_EDGE_PX = 17
_PLOT_INSET_PX = 4
"""Keeps the opaque plot clear of the panel's rounded corners."""


class PlotPanel(Panel):
    """Title, what belongs at its right, and the plot.

    Parameters
    ----------
    theme : Theme
    title : str
        What is shown.
    about : str
        Unit and extent, in a quieter tone.
    plot : QWidget
        Fills the rest.
    right : QWidget
        Stand at the right of the title.
    beside : QWidget, optional
        Stands at its left, after the title.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        about: str,
        plot: QWidget,
        *right: QWidget,
        beside: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        header = QHBoxLayout()
        header.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 0)
        header.setSpacing(0)
        header.addWidget(Label(theme, title, 14, 600))
        header.addSpacing(3)
        header.addWidget(Label(theme, about, 14, 400, "ink2"))
        if beside is not None:
            header.addSpacing(24)
            header.addWidget(beside)
        header.addStretch(1)
        for widget in right:
            header.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        top = QWidget(self)
        top.setFixedHeight(HEADER_PX - 1)
        top.setLayout(header)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 1, 0, _PLOT_INSET_PX)
        rows.setSpacing(0)
        rows.addWidget(top)
        inset = QHBoxLayout()
        inset.setContentsMargins(_PLOT_INSET_PX, 0, _PLOT_INSET_PX, 0)
        inset.addWidget(plot)
        rows.addLayout(inset, 1)
