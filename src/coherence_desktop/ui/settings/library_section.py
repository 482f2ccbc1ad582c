"""Settings of the library: where it is, back-ups, restoring, its passphrase, who did what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.settings.audit_view import AuditView, Entry
from coherence_desktop.ui.settings.key_form import KeyForm
from coherence_desktop.ui.settings.new_key_form import NewKeyForm
from coherence_desktop.ui.settings.rows import MARGIN_PX, WIDTH_PX, quiet, section, setting_row
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.progress_bar import ProgressBar

_BACK_UP = (
    "A whole copy in one file, checked afterwards. It opens with the passphrase of today. "
    "Keep it on another disk."
)
_RESTORE = "A back-up takes the place of the library. The library of now is kept beside it."
_KEY = "What opens the library. Back-ups made before open with the one of their day."
_AUDIT = "Opened, exported, reported, deleted: kept in the library, and only added to."


class LibrarySection(QWidget):
    """Asks for work on the library and shows how it goes; touches no file itself.

    Parameters
    ----------
    theme : Theme
    """

    move_requested = Signal()
    backup_requested = Signal()
    restore_requested = Signal()
    key_change_requested = Signal()
    audit_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaximumWidth(WIDTH_PX)
        self.setAccessibleName("Your library")
        self._place = quiet(theme, "")
        self.move_it = Button(theme, "Move")
        self.back_up = Button(theme, "Back up now", ButtonKind.PRIMARY)
        self.restore = Button(theme, "Restore")
        self.change_key = Button(theme, "Change")
        self.audit = Button(theme, "Show")
        self.restore_form = KeyForm(theme)
        self.key_form = NewKeyForm(theme)
        self.entries = AuditView(theme)
        self._good = Notice(theme, good=True)
        self._bad = Notice(theme)
        self._work = _Work(theme)
        self._work.cancel.clicked.connect(self.cancel_requested)
        self.move_it.clicked.connect(self.move_requested)
        self.back_up.clicked.connect(self.backup_requested)
        self.restore.clicked.connect(self.restore_requested)
        self.change_key.clicked.connect(self.key_change_requested)
        self.audit.clicked.connect(self._show_or_hide_audit)
        self.move_it.setAccessibleName("Move the library")
        self.restore.setAccessibleName("Restore a back-up")
        self.change_key.setAccessibleName("Change the passphrase")
        self.audit.setAccessibleName("Show who did what")
        self._told = QWidget()
        told = QVBoxLayout(self._told)
        told.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 20)
        told.addWidget(self._good)
        told.addWidget(self._bad)
        self._told.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(
            section(
                theme,
                "Your library",
                (
                    setting_row(theme, "Where it is", self._place, self.move_it),
                    None,
                    setting_row(theme, "Back-up", _BACK_UP, self.back_up),
                    self._work,
                    self._told,
                    None,
                    setting_row(theme, "Restore a back-up", _RESTORE, self.restore),
                    self.restore_form,
                    None,
                    setting_row(theme, "Passphrase", _KEY, self.change_key),
                    self.key_form,
                    None,
                    setting_row(theme, "Who did what", _AUDIT, self.audit),
                    self.entries,
                ),
            )
        )

    @property
    def told(self) -> str:
        """What was told last."""
        return self._good.text or self._bad.text

    def set_place(self, path: str) -> None:
        """Say where the library is."""
        self._place.set_text(path)
        self._place.setToolTip(path)

    def tell(self, words: str, *, good: bool) -> None:
        """Say how work ended; no words take the last ones away."""
        self._good.set_text(words if good else None)
        self._bad.set_text(None if good else words)
        self._told.setVisible(bool(words))

    def show_work(self, name: str) -> None:
        """Show that something is under way, from its beginning."""
        self.tell("", good=True)
        self._work.begin(name)
        self._set_usable(usable=False)

    def set_share(self, share: float) -> None:
        """Show how far it is, from 0 to 1."""
        self._work.bar.set_share(share)

    def end_work(self) -> None:
        """Nothing is under way any more."""
        self._work.hide()
        self._set_usable(usable=True)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show who did what."""
        self.entries.set_entries(entries)
        self.audit.set_text("Hide")

    def close_forms(self) -> None:
        """Forget what was typed, and what was shown."""
        self.restore_form.close_form()
        self.key_form.close_form()
        self.entries.clear()
        self.audit.set_text("Show")

    def _show_or_hide_audit(self) -> None:
        if self.entries.isHidden():
            self.audit_requested.emit()
        else:
            self.entries.clear()
            self.audit.set_text("Show")

    def _set_usable(self, *, usable: bool) -> None:
        for button in (self.move_it, self.back_up, self.restore, self.change_key):
            button.setEnabled(usable)


class _Work(QWidget):
    """A bar with its name and a way to stop."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Label(theme, "", 14, token="ink2")
        self.bar = ProgressBar(theme, "Progress")
        self.cancel = Button(theme, "Cancel", ButtonKind.TEXT)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN_PX, 0, MARGIN_PX, 16)
        row.setSpacing(16)
        row.addWidget(self.name)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()

    def begin(self, name: str) -> None:
        """Show it from the beginning."""
        self.name.set_text(name)
        self.bar.setAccessibleName(name)
        self.bar.set_share(0.0)
        self.show()
