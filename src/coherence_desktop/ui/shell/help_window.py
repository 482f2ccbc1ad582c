"""Help: the keys, what the app is not, and where its words come from."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coherence_desktop.chart import Contact

EVERYWHERE = (
    ("Enter", "the page's main action"),
    ("Esc", "back"),
    ("Tab", "to the next control"),
    ("F1", "this help"),
    ("Ctrl D", "dark, light"),
)
IN_A_SESSION = (
    ("M", "mark this moment, also from the patient's screen"),
    ("A to Z", "the marker with that letter on its key"),
    ("N", "note"),
    ("[ ]", "pacer slower, faster by 0.1"),
    ("P", "pause, go on"),
    ("F5", "search for straps again"),
    ("F8", "sound that goes with the breath, on or off"),
    ("F9", "eyes closed: sound alone, the screen dark"),
    ("F11", "patient's screen"),
    ("Ctrl E", "end session"),
)
IN_THE_REVIEW = (
    ("← →", "other trials; in the plot, beat by beat"),
    ("+ −", "shorter, longer stretch"),  # noqa: RUF001 - what stands on the key
    ("Home End", "start, end of the session"),
    ("X", "take the beat out, or put it back"),
    ("A", "accept the beat as it is"),
    ("K", "say what is wrong with the beat"),
    ("M", "mark the beat"),
    ("N", "note about the beat, or the stretch"),
    ("Ins", "add a marker or a phase, in their tables"),
    ("T", "bring it to the cursor"),
    ("F2", "rename it; change a note"),
    ("Del", "remove it; in the list, delete a session"),
    ("Ctrl Z Y", "undo, redo"),
    ("Space", "in the list: mark to compare"),
    ("Ctrl P", "report"),
    ("Ctrl Shift S", "export"),
)
NOT_MEDICAL = (
    "This is a tool for training and research, not a medical device. It diagnoses nothing. "
    "If you feel unwell in a way that worries you, stop, and call your doctor or the emergency "
    "number of your country."
)


class HelpWindow(Page):
    """A small window beside the app; a running session goes on.

    Parameters
    ----------
    theme : Theme
    contacts : sequence of Contact
        People to call, who come first; none are shown where nobody has set any.
    review : bool
        Whether there is a review, as there is not at home.
    """

    def __init__(
        self,
        theme: Theme,
        contacts: "Sequence[Contact]" = (),
        *,
        review: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Help")
        self.setAccessibleName("Help")
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addWidget(Label(theme, "Help", 28, 500))
        if contacts:
            from coherence_desktop.ui.home.contacts import ContactsView

            column.addWidget(ContactsView(theme, contacts))
            column.addWidget(Rule(theme))
        column.addWidget(Label(theme, NOT_MEDICAL, 16, wrap=True))
        column.addWidget(Rule(theme))
        columns = QHBoxLayout()
        columns.setSpacing(48)
        live = QVBoxLayout()
        live.setSpacing(16)
        live.addLayout(_keys(theme, "Everywhere", EVERYWHERE))
        live.addLayout(_keys(theme, "In a session", IN_A_SESSION))
        live.addStretch(1)
        columns.addLayout(live, 1)
        if review:
            beside = QVBoxLayout()
            beside.addLayout(_keys(theme, "In the review", IN_THE_REVIEW))
            beside.addStretch(1)
            columns.addLayout(beside, 1)
        column.addLayout(columns)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = Button(theme, "Close", ButtonKind.PLAIN, cap="Esc")
        close.clicked.connect(self.close)
        foot.addWidget(close)
        column.addLayout(foot)
        self.resize(896 if review else 560, 680)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Enter close it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.close()
        else:
            super().keyPressEvent(event)


def _keys(theme: Theme, title: str, keys: "Sequence[tuple[str, str]]") -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    grid.addWidget(Label(theme, title, 14, 600), 0, 0, 1, 2)
    for row, (key, does) in enumerate(keys, start=1):
        grid.addWidget(KeyCap(theme, key), row, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Label(theme, does, 14), row, 1)
    return grid
