"""What the two pages that open a file have in common."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.handover.files import FileQuestions
from coherence_desktop.ui.handover.open_panel import OpenPanel
from coherence_desktop.ui.handover.page import HandoverPage
from coherence_desktop.ui.theme import Theme

if TYPE_CHECKING:
    from coherence_desktop.records.handover.sealing import Protection


class OpeningPage(HandoverPage):
    """Asks for a file and, where it needs one, for the passphrase.

    Parameters
    ----------
    theme : Theme
    title, words, action : str
        See `HandoverPage`.
    files : FileQuestions, optional
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        words: str,
        action: str,
        *,
        files: FileQuestions | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, words, action, files=files, parent=parent)
        self.file = OpenPanel(theme)
        self.left.addWidget(self.file)
        self.arrange(self.file.choose, self.file.passphrase.line, self.file.passphrase.eye)
        self.file.choice_requested.connect(self._choose)
        self.file.entered.connect(self.main.click)
        self.main.setDisabled(True)

    @property
    def ready(self) -> bool:
        """Whether a file was chosen."""
        return self.file.path is not None

    def choose_file(self, path: Path) -> None:
        """Take a file, e.g. one that was dropped on the window; say so if it is none."""
        self.lead_back(None)
        self.in_background(partial(_protection, path), partial(self._chosen, path), told=False)
        self.main.setDisabled(True)

    def given(self) -> tuple[Path, str | None] | None:
        """The file and its passphrase; ``None`` after saying what is missing."""
        path = self.file.path
        if path is None or self.busy:
            return None
        if not self.file.needs_passphrase:
            return path, None
        if not self.file.passphrase.text:
            self.tell_problem("Type the passphrase first.")
            self.file.passphrase.take_focus()
            return None
        return path, self.file.passphrase.text

    def _choose(self) -> None:
        path = self.files.to_open(self)
        if path is not None and not self.busy:
            self.choose_file(path)

    def _chosen(self, path: Path, protection: "Protection") -> None:
        self.file.set_file(path, needs_passphrase=protection == "passphrase")
        self.main.setEnabled(self.ready)
        if protection != "passphrase":
            self.main.setFocus()


def _protection(path: Path) -> "Protection":
    from coherence_desktop.records.handover.sealing import protection_of, read_sealed

    return protection_of(read_sealed(path), path)
