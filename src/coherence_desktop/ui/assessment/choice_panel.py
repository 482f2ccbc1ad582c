"""The proposal, how clear it is, and the clinician's choice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.ui.assessment.reading import ResultView
from coherence_desktop.ui.assessment.words import rate_words
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_EDGE_PX = 24


class ChoicePanel(Panel):
    """What was found, and the pace that shall be used.

    Parameters
    ----------
    theme : Theme
    """

    rate_chosen = Signal(float)
    """The pace that is to be kept for the client, in breaths a minute."""
    fine_asked = Signal(float)
    """A second pass in finer steps around this rate."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._view: ResultView | None = None
        self._for_client = False
        self._kept: float | None = None
        self._rates: tuple[float, ...] = ()
        self.control: SegmentedControl | None = None
        self._caption = Label(theme, "Proposed", 12, 500, "ink2")
        self.headline = Label(theme, "", 40, 600)
        self.clarity = Label(theme, "", 16, 500, "ink2")
        self.said = Label(theme, "", 14, wrap=True)
        self.told = Label(theme, "", 12, 500, "ink2", wrap=True)
        self.keep = Button(theme, "Keep as the usual pace", ButtonKind.PRIMARY)
        self.fine = Button(theme, "Second pass in finer steps", ButtonKind.TEXT)
        self.keep.clicked.connect(self._keep)
        self.fine.clicked.connect(self._fine)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.headline)
        head.addWidget(self.clarity, 1, Qt.AlignmentFlag.AlignBottom)
        found = QVBoxLayout()
        found.setSpacing(4)
        found.addWidget(self._caption)
        found.addLayout(head)
        found.addWidget(self.said)
        found.addStretch(1)
        self._choice = QWidget()
        self._controls = QVBoxLayout()
        actions = QHBoxLayout()
        actions.setSpacing(24)
        actions.addWidget(self.keep)
        actions.addWidget(self.fine)
        actions.addStretch(1)
        chosen = QVBoxLayout(self._choice)
        chosen.setContentsMargins(0, 0, 0, 0)
        chosen.setSpacing(4)
        chosen.addWidget(Label(theme, "Your choice, breaths a minute", 12, 500, "ink2"))
        chosen.addLayout(self._controls)
        chosen.addSpacing(4)
        chosen.addLayout(actions)
        chosen.addWidget(self.told)
        chosen.addStretch(1)
        self._choice.setFixedWidth(440)
        row = QHBoxLayout(self)
        row.setContentsMargins(_EDGE_PX, 20, _EDGE_PX, 20)
        row.setSpacing(32)
        row.addLayout(found, 1)
        row.addWidget(self._choice)

    @property
    def rate_per_min(self) -> float | None:
        """The chosen rate; ``None`` while nothing is chosen."""
        at = -1 if self.control is None else self.control.current
        return self._rates[at] if at >= 0 else None

    def show_view(
        self, view: ResultView, *, for_client: bool, kept_per_min: float | None = None
    ) -> None:
        """Show a result.

        Parameters
        ----------
        view : ResultView
        for_client : bool
            Whether there is a chart to keep a choice in.
        kept_per_min : float, optional
            Pace that the chart has already.
        """
        self._view, self._for_client, self._kept = view, for_client, kept_per_min
        self.headline.set_text(view.headline)
        self.headline.setVisible(bool(view.headline))
        self.clarity.set_text(view.clarity)
        self.said.set_text(view.said)
        self._caption.set_text("Proposed" if view.choices_per_min else "Found")
        self._choice.setVisible(bool(view.choices_per_min))
        self._offer(view, kept_per_min)
        self._show_told()

    def show_kept(self, rate_per_min: float) -> None:
        """Say that a choice is kept."""
        self._kept = rate_per_min
        self._show_told()

    def _offer(self, view: ResultView, kept: float | None) -> None:
        if self.control is not None:
            self._controls.removeWidget(self.control)
            self.control.deleteLater()
            self.control = None
        rates = set(view.choices_per_min)
        if rates and kept is not None:
            rates.add(round(kept, 2))
        self._rates = tuple(sorted(rates, reverse=True))
        if not self._rates:
            return
        current = kept if kept is not None else view.proposal_per_min
        near = [abs(rate - current) < 0.005 for rate in self._rates] if current else []
        self.control = SegmentedControl(
            self.theme,
            [rate_words(rate) for rate in self._rates],
            near.index(True) if True in near else -1,
            name="Your choice, breaths a minute",
            drawn_height=40,
            size_px=16,
        )
        self.control.chosen.connect(lambda _: self._show_told())
        self._controls.addWidget(self.control, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(self.control, self.keep)

    def _show_told(self) -> None:
        rate = self.rate_per_min
        kept = rate is not None and self._kept is not None and abs(rate - self._kept) < 0.005
        self.keep.setVisible(self._for_client)
        self.keep.setEnabled(rate is not None and not kept)
        self.fine.setEnabled(rate is not None)
        if rate is None:
            self.told.set_text("Nothing is chosen yet.")
            return
        pattern = Pattern.from_rate(rate)
        breath = f"in {pattern.inhale_s:.1f} s, out {pattern.exhale_s:.1f} s"
        if kept:
            self.told.set_text(f"Kept: breathing starts at {rate_words(rate)} a minute, {breath}.")
        elif self._for_client:
            self.told.set_text(f"One breath: {breath}. Not kept yet.")
        else:
            self.told.set_text(f"One breath: {breath}. No client is chosen, so nothing is kept.")

    def _keep(self) -> None:
        rate = self.rate_per_min
        if rate is not None:
            self.rate_chosen.emit(rate)

    def _fine(self) -> None:
        rate = self.rate_per_min
        if rate is not None:
            self.fine_asked.emit(rate)
