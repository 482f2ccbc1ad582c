"""The marker bar: one large key for this moment, named keys, quality and the note."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from coherence_desktop.practice.markers import PLAIN_KEY, TAKEN_LETTERS, NamedMarker
from coherence_desktop.ui.forms.line_entry import LineEntry, TextField
from coherence_desktop.ui.live.bar import Bar
from coherence_desktop.ui.live.marker_keys import HEIGHT_PX as KEY_PX
from coherence_desktop.ui.live.marker_keys import MarkerKeys
from coherence_desktop.ui.live.quality_summary import QualitySummary
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.words.values import clock

_ROOM_FOR_QUALITY_PX = 1200
SAID_MS = 2000
"""How long "Marked 4:33" stands."""
_MARK_WORDS = "Mark this moment"
PLAIN = NamedMarker("M", "Mark", PLAIN_KEY)
"""The plain marker; the session numbers it."""


@dataclass(frozen=True, slots=True)
class BarSize:
    """Heights and widths of the bar's parts, in logical pixels."""

    bar: int = 96
    key: int = KEY_PX
    mark: int = 272
    words: int = 20
    cap: int = 36


class MarkerBar(Bar):
    """Keys for markers and notes.

    Parameters
    ----------
    theme : Theme
    markers : iterable of NamedMarker
        The named ones.
    size : BarSize
    tail : sequence of QWidget
        Keys of a page of its own, at the right end in place of the quality.
    """

    mark_pressed = Signal(object)
    """A `NamedMarker`."""
    note_opened = Signal()
    note_kept = Signal(str)
    entry_closed = Signal()
    """A text field is gone; the page may have the keyboard again."""

    def __init__(
        self,
        theme: Theme,
        markers: Iterable[NamedMarker],
        *,
        size: BarSize | None = None,
        tail: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        size = size or BarSize()
        super().__init__(theme, size.bar, line_at_top=True, parent=parent)
        self.mark = Button(
            theme,
            _MARK_WORDS,
            ButtonKind.PRIMARY,
            cap="M",
            cap_first=True,
            cap_px=size.cap,
            height=size.key,
            size_px=size.words,
            radius=12,
        )
        self.mark.setFixedSize(size.mark, size.key)
        self.mark.clicked.connect(lambda: self.mark_pressed.emit(PLAIN))
        self.keys = MarkerKeys(theme, markers, size.key, adding=not tail)
        self.keys.pressed.connect(self.mark_pressed)
        self.keys.add_pressed.connect(self.open_add)
        self._letter = TextField(theme, "Letter of the new marker", "A")
        self._letter.setMaxLength(1)
        self._letter.setFixedWidth(56)
        self._label = TextField(theme, "Name of the new marker", "What happened")
        self._label.setMaxLength(40)
        self.adding = LineEntry(theme, "New marker", self._letter, self._label)
        self.adding.kept.connect(self._keep_marker)
        self.adding.left.connect(self.close_entry)
        self._text = TextField(theme, "Note", "Kept with this moment")
        self.noting = LineEntry(theme, "Note", self._text)
        self.noting.kept.connect(self._keep_note)
        self.noting.left.connect(self.close_entry)
        self._middle = QStackedWidget()
        for part in (self.keys, self.adding, self.noting):
            self._middle.addWidget(part)
        self._middle.setMinimumWidth(200)
        self.quality = QualitySummary(theme)
        self.note = Button(theme, "Note", glyph=Icon("note", 20, "ink"), cap="N", height=size.key)
        self.note.setFixedWidth(120)
        self.note.clicked.connect(lambda: self.note_opened.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.mark)
        row.addSpacing(4)
        row.addWidget(self._middle, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.quality)
        row.addWidget(self.note)
        for key in tail:
            row.addWidget(key)
        self._quality_shown = not tail
        self._said = QTimer(self)
        self._said.setSingleShot(True)
        self._said.setInterval(SAID_MS)
        self._said.timeout.connect(lambda: self.mark.setText(_MARK_WORDS))

    @property
    def writing(self) -> bool:
        """Whether a text is being written."""
        return self._middle.currentWidget() is not self.keys

    def show_marked(self, marker: NamedMarker, t: float) -> None:
        """Say that the key was heard, and for which moment."""
        if marker.id == PLAIN_KEY:
            self.mark.invert()
        else:
            self.keys.show_heard(marker)
        self.mark.setText(f"Marked {clock(t)}")
        self._said.start()

    def open_note(self, t: float) -> None:
        """Open the field for a note on the moment ``t``."""
        self._middle.setCurrentWidget(self.noting)
        self._settle()
        self.noting.open(f"Note at {clock(t)}")

    def open_add(self) -> None:
        """Open the fields for a new marker."""
        self._middle.setCurrentWidget(self.adding)
        self._settle()
        self.adding.open()

    def close_entry(self) -> None:
        """Leave the field; what was written in it goes."""
        self._middle.setCurrentWidget(self.keys)
        self._settle()
        self.entry_closed.emit()

    def settle(self) -> None:
        """Keep the note that is being written."""
        if self._middle.currentWidget() is self.noting:
            self._keep_note()

    def set_enabled(self, *, enabled: bool) -> None:
        """Marks and notes can be set, or the session is over."""
        for key in (self.mark, self.keys, self.note):
            key.setEnabled(enabled)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave quality out where the keys need its place."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        room = self._quality_shown and self.width() >= _ROOM_FOR_QUALITY_PX
        self.quality.setVisible(room and not self.writing)

    def _keep_note(self) -> None:
        text = self._text.text().strip()
        self.close_entry()
        if text:
            self.note_kept.emit(text)

    def _keep_marker(self) -> None:
        letter, label = self._letter.text().strip().upper(), self._label.text().strip()
        problem = self._wrong(letter, label)
        if problem:
            self.adding.say(problem)
            return
        self.keys.add(NamedMarker(letter, label, label.casefold().replace(" ", "_")))
        self.close_entry()

    def _wrong(self, letter: str, label: str) -> str:
        if len(letter) != 1 or not "A" <= letter <= "Z":
            return "Give it a letter from A to Z."
        if letter in TAKEN_LETTERS:
            return f"{letter} does something else already."
        if self.keys.with_letter(letter) is not None:
            return f"{letter} has a marker already."
        return "" if label else "Give it a name."
