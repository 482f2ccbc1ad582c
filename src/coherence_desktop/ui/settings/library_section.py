"""Settings of the library: where it is, back-ups, restoring, its passphrase, who did what."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.records.keeping.audit_list import AuditLine
from coherence_desktop.ui.settings.audit_view import AuditView
from coherence_desktop.ui.settings.key_form import KeyForm
from coherence_desktop.ui.settings.new_key_form import NewKeyForm
from coherence_desktop.ui.settings.outcome import Outcome
from coherence_desktop.ui.settings.rows import WIDTH_PX, quiet, section, setting_row
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind

_BACK_UP = (
    "A whole copy in one file, checked afterwards. It opens with the passphrase of today. "
    "Keep it on another disk."
)
_RESTORE = "A back-up takes the place of the library. The library of now is kept beside it."
_KEY = "What opens the library. Back-ups made before open with the one of their day."
_AUDIT = (
    "Opened, taken out, brought in, changed, deleted. "
    "The list is kept in the library and is only added to."
)


class LibrarySection(QWidget):
    """Asks for work on the library, which tells its outcome under its row.

    Parameters
    ----------
    theme : Theme
    """

    move_requested = Signal()
    backup_requested = Signal()
    restore_requested = Signal()
    key_change_requested = Signal()
    audit_requested = Signal()

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
        self.backing_up, self.restoring = Outcome(theme), Outcome(theme)
        self.changing_key, self.auditing = Outcome(theme), Outcome(theme)
        self._outcomes = (self.backing_up, self.restoring, self.changing_key, self.auditing)
        self.move_it.clicked.connect(self.move_requested)
        self.back_up.clicked.connect(self.backup_requested)
        self.restore.clicked.connect(self.restore_requested)
        self.change_key.clicked.connect(self.key_change_requested)
        self.audit.clicked.connect(self._show_or_hide_audit)
        self.move_it.setAccessibleName("Move the library")
        self.restore.setAccessibleName("Restore a back-up")
        self.change_key.setAccessibleName("Change the passphrase")
        self.audit.setAccessibleName("Show who did what")
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
                    self.backing_up,
                    None,
                    setting_row(theme, "Restore a back-up", _RESTORE, self.restore),
                    self.restoring,
                    self.restore_form,
                    None,
                    setting_row(theme, "Passphrase", _KEY, self.change_key),
                    self.changing_key,
                    self.key_form,
                    None,
                    setting_row(theme, "Who did what", _AUDIT, self.audit),
                    self.auditing,
                    self.entries,
                ),
            )
        )

    @property
    def told(self) -> str:
        """What was told of work that ended."""
        return " ".join(filter(None, (one.told for one in self._outcomes)))

    def set_place(self, path: str) -> None:
        """Say where the library is."""
        self._place.set_text(path)
        self._place.setToolTip(path)

    def set_usable(self, *, usable: bool) -> None:
        """Take nothing more while something is under way."""
        for button in (self.move_it, self.back_up, self.restore, self.change_key):
            button.setEnabled(usable)

    def show_entries(self, entries: Sequence[AuditLine]) -> None:
        """Show who did what."""
        self.entries.set_entries(entries)
        self.audit.set_text("Hide")

    def close_forms(self) -> None:
        """Forget what was typed, and what was shown."""
        self.restore_form.close_form()
        self.key_form.close_form()
        for outcome in self._outcomes:
            outcome.clear()
        self.entries.clear()
        self.audit.set_text("Show")

    def _show_or_hide_audit(self) -> None:
        if self.entries.isHidden():
            self.audit_requested.emit()
        else:
            self.entries.clear()
            self.audit.set_text("Show")
