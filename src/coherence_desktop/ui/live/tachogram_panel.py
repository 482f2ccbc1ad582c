"""The tachogram's panel: what it shows, its legend, and how much of the session."""

from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.live.tachogram import Tachogram
from coherence_desktop.ui.plots.legend import Legend, corrected, heart, provisional, target
from coherence_desktop.ui.plots.plot_panel import PlotPanel
from coherence_desktop.ui.plots.time_axis import Span
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl

_SPANS = tuple(Span)
_SERIES = ((heart, "heart"), (target, "pacer target"), (provisional, "provisional beat"))


class TachogramPanel(PlotPanel):
    """Holds the tachogram.

    Parameters
    ----------
    theme : Theme
    tachogram : Tachogram
    """

    def __init__(self, theme: Theme, tachogram: Tachogram, parent: QWidget | None = None) -> None:
        self.tachogram = tachogram
        self._corrected = False
        self._wave_shown = True
        self._legend = Legend(theme, *_SERIES)
        self.span = SegmentedControl(
            theme, [span.value for span in _SPANS], name="Time shown", size_px=12
        )
        self.span.chosen.connect(lambda index: tachogram.set_span(_SPANS[index]))
        gap = QWidget()
        gap.setFixedWidth(24)
        super().__init__(
            theme,
            "Heart rate",
            "bpm, beat by beat",
            tachogram,
            self._legend,
            gap,
            self.span,
            parent=parent,
        )

    def show_corrected(self) -> None:
        """Name corrected beats in the legend from the first one on."""
        self._corrected = True
        self._name_series()

    def set_wave_shown(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show the target wave, or the heart alone."""
        self._wave_shown = shown
        self.tachogram.set_wave_shown(shown)
        self._name_series()

    def _name_series(self) -> None:
        series = [one for one in _SERIES if self._wave_shown or one[0] is not target]
        if self._corrected:
            series.append((corrected, "corrected"))
        self._legend.set_entries(*series)
