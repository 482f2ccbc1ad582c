"""What stands under the plot: the prediction in the person's words, and the sensation."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.practice.exposure.phases import PREDICT
from coherence_desktop.practice.exposure.state import TrialState
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.slider import ScaleSlider
from coherence_desktop.ui.trial.words import quoted
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel

HEIGHT_PX = 120
_LONG_LETTERS = 44


class FearPanel(Panel):
    """What the person expected, before it began.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setFixedHeight(HEIGHT_PX)
        self._large = Label(theme, "", 20, 600)
        self._small = Label(theme, "", 14, 600, wrap=True)
        self._how = Label(theme, "", 14, 400, "ink2")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.setSpacing(4)
        rows.addWidget(Label(theme, "You expected", 14, 400, "ink2"))
        rows.addWidget(self._large)
        rows.addWidget(self._small)
        rows.addWidget(self._how)
        rows.addStretch(1)

    @property
    def words(self) -> str:
        """The prediction as it is shown."""
        label = self._small if self._small.isVisibleTo(self) else self._large
        return f"{label.text()} {self._how.text()}".strip()

    def hasHeightForWidth(self) -> bool:
        """No: a scrolled page that depends on its width would never shrink its plots."""
        return False

    def show_state(self, state: TrialState) -> None:
        """Show the prediction of this trial."""
        fear = state.answers.get("fear", "")
        likely, distress = (
            state.ratings.get(scale) for scale in ("expected_likelihood", "expected_distress")
        )
        said = [
            "" if likely is None else f"{likely.value:.0f} % likely",
            "" if distress is None else f"distress {distress.value:.0f}",
        ]
        self._how.set_text(", ".join(filter(None, said)))
        open_yet = state.phase == PREDICT
        words = quoted(fear) if fear else "Not said yet" if open_yet else "Nothing was predicted"
        long = len(words) > _LONG_LETTERS
        for label, shown in ((self._large, not long), (self._small, long)):
            label.set_text(words if shown else "")
            label.set_token("ink" if fear else "ink3")
            label.setVisible(shown)
        self.setToolTip(fear)
        self.setAccessibleName(f"You expected {self.words}")


class SensationPanel(Panel):
    """Strength of the sensation, 0 to 10.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    """

    def __init__(
        self, theme: Theme, clock: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setFixedHeight(HEIGHT_PX)
        self.slider = ScaleSlider(
            theme, clock, "Strength of the sensation", 10, unit="of 10", ends=("0", "10")
        )
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 16, 24, 16)
        rows.addWidget(self.slider)

    def show_state(self, state: TrialState) -> None:
        """Show the last rating of this trial."""
        recorded = state.ratings.get("sensation")
        self.slider.rating.show(None if recorded is None else recorded.value)
        if state.trial is not None:
            self.slider.set_between(", ".join(state.trial.sensations))
