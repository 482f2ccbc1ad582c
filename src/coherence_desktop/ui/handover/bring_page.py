"""At home: bring sessions back to the clinic."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.handover.contents import Now, sessions_lines
from coherence_desktop.ui.handover.files import FileQuestions
from coherence_desktop.ui.handover.page import HandoverPage
from coherence_desktop.ui.handover.parts import FactsPanel, TitledPanel
from coherence_desktop.ui.handover.protect_panel import ProtectPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from coherence_desktop.records.handover.sealing import ByKey, ByPassphrase
    from coherence_desktop.records.handover.sessions import SessionsFile, Waiting
    from coherence_desktop.records.library import Library

_WORDS = (
    "What you practised goes to your clinician as one encrypted file. You decide what is in it."
)
_HOW = "Tell it to your clinician in person or by phone, never together with the file."
_NOTHING = "There is nothing new since the last time."


class BringPage(HandoverPage):
    """What is in the file, what stays, and who can open it.

    Parameters
    ----------
    theme : Theme
    library : Library
        Of the person at home, open.
    files : FileQuestions, optional
    now : callable, optional
        Tells the moment.
    """

    written = Signal(object)
    """A `SessionsFile`."""

    def __init__(
        self,
        theme: Theme,
        library: "Library",
        *,
        files: FileQuestions | None = None,
        now: Now = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme, "Bring my sessions", _WORDS, "Write the file", files=files, parent=parent
        )
        self._library, self._now = library, now
        self._waiting_sessions: Waiting | None = None
        self.facts = FactsPanel(theme, "In the file")
        self.words = Switch(theme, "Letters, journal and private notes too")
        self.everything = Switch(theme, "Also what I brought before")
        choices = TitledPanel(theme, "If you like")
        choices.column.setSpacing(4)
        for switch in (self.words, self.everything):
            choices.column.addWidget(switch, 0, Qt.AlignmentFlag.AlignLeft)
        self.protect = ProtectPanel(theme, "Your clinician's", _HOW)
        for panel in (self.facts, choices):
            self.left.addWidget(panel)
        self.right.addWidget(self.protect)
        self.arrange(self.words, self.everything, *self.protect.controls)
        self.protect.entered.connect(self.main.click)
        self.words.clicked.connect(lambda _: self._tell_contents())
        self.everything.clicked.connect(lambda _: self.reload())
        self.main.setDisabled(True)
        self.reload()

    @property
    def ready(self) -> bool:
        """Whether it is known what there is."""
        return self._waiting_sessions is not None

    def reload(self) -> None:
        """See what there is to bring."""
        from coherence_desktop.records.handover.sessions import waiting

        work = partial(waiting, self._library, everything=self.everything.isChecked())
        self.in_background(work, self._show_waiting, told=False)

    def act(self) -> None:
        """Ask where, and write."""
        if self.busy or self._waiting_sessions is None:
            return
        protection = self.protect.given()
        if isinstance(protection, str):
            self.tell_problem(protection)
            return
        path = self.files.to_write(self, "sessions")
        if path is not None:
            words, everything = self.words.isChecked(), self.everything.isChecked()
            work = partial(self._write, protection, path, words=words, everything=everything)
            self.in_background(work, self._tell)

    def _show_waiting(self, found: "Waiting") -> None:
        first = self._waiting_sessions is None
        self._waiting_sessions = found
        if first:
            self.protect.set_key(found.key)
        self.main.setEnabled(self.ready)
        self._tell_contents()

    def _tell_contents(self) -> None:
        if self._waiting_sessions is not None:
            words = self.words.isChecked()
            goes, stays = sessions_lines(self._waiting_sessions, words=words)
            news = self._waiting_sessions.news or words
            self.facts.tell(goes if news else (), stays)
            self.facts.set_heading("In the file" if news else _NOTHING)
            self.lead_back(None if news else "Go back")

    def _write(
        self, protection: "ByKey | ByPassphrase", path: Path, *, words: bool, everything: bool
    ) -> "SessionsFile":
        from coherence_desktop.records.handover.sessions import bring_sessions

        # The dialog asked before it let an existing file be chosen.
        return bring_sessions(
            self._library,
            path,
            protection,
            words=words,
            everything=everything,
            replace=True,
            now=self._now(),
        )

    def _tell(self, file: "SessionsFile") -> None:
        by_key = self.protect.by_key
        self.protect.forget()
        how = "Nobody else can open it." if by_key else "Tell the passphrase another way."
        told = f"{file.path.name} is written. Give it to your clinician. {how}"
        if file.left:
            told += f" {file.left} sessions had no room: write a second file for them."
        if count := len(file.too_large):
            what, it = ("session is", "it") if count == 1 else ("sessions are", "them")
            told += f" {count} {what} too large to hand over: export {it} instead."
        self.reload()
        self.tell_done(told)
        self.written.emit(file)
