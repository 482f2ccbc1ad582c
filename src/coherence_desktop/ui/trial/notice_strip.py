"""What the app says during a trial: heart rate above the agreed one, or no beats."""

from PySide6.QtWidgets import QWidget

from coherence_desktop.events import Notice as NoticeEvent
from coherence_desktop.practice.exposure.state import CEILING_NOTICE, TrialState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.notice import Notice

CALM_S = 10.0
"""Heart rate below the ceiling for this long: what was said of it is over."""


class TrialNotice(Notice):
    """The last notice of the running trial, until it is understood or over.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._over: NoticeEvent | None = None
        self._shown: NoticeEvent | None = None
        self._calm_since_s: float | None = None
        understood = Button(theme, "Understood", ButtonKind.TEXT)
        understood.clicked.connect(self.understood)
        self.add_action(understood)

    @property
    def kind(self) -> str:
        """Kind of the notice that is shown; empty if none is."""
        return "" if self._shown is None else self._shown.kind

    def understood(self) -> None:
        """Take the notice away."""
        self._over = self._shown
        self._show(None)

    def show_state(self, state: TrialState, bpm: float | None, now: float) -> None:
        """Say what there is to say.

        Parameters
        ----------
        state : TrialState
        bpm : float or None
            Heart rate of now.
        now : float
            Session time, in seconds.
        """
        notice = state.notice if state.exposing else None
        if notice is not None and notice.kind == CEILING_NOTICE and self._is_calm(state, bpm, now):
            self._over = notice
        self._show(None if notice is self._over else notice)

    def _is_calm(self, state: TrialState, bpm: float | None, now: float) -> bool:
        ceiling = None if state.trial is None else state.trial.ceiling_bpm
        if bpm is None or ceiling is None or bpm > ceiling:
            self._calm_since_s = None
            return False
        if self._calm_since_s is None:
            self._calm_since_s = now
        return now - self._calm_since_s >= CALM_S

    def _show(self, notice: NoticeEvent | None) -> None:
        if notice is not self._shown:
            self._shown = notice
            self._calm_since_s = None
            self.set_text("" if notice is None else notice.message)
