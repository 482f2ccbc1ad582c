"""Trials across sessions: four small plots, and the numbers behind them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.ui.review.course_plot import CoursePlot, Series
from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.tables import across_table
from coherence_desktop.ui.review.views import TrialPoint
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl


class AcrossView(QWidget):
    """Distress, expectancy, confidence and time held of every trial of one exercise.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about = Label(theme, "", 14, 400, "ink2")
        self._form = SegmentedControl(theme, ("Plots", "Numbers"), name="Across trials, as")
        self.table = DataTable(theme, "Numbers across trials and sessions")
        self._distress = CoursePlot(
            theme,
            "Distress",
            "0 to 100",
            (
                Series("peak", lambda point: point.peak_distress, "distress"),
                Series("mean", lambda point: point.mean_distress, "heart", dashed=True),
            ),
        )
        self._likely = CoursePlot(
            theme,
            "How likely the fear is",
            "%",
            (
                Series("before", lambda point: point.expected_likelihood, "ink"),
                Series("next time", lambda point: point.likelihood_next, "ink2", dashed=True),
            ),
        )
        self._confidence = CoursePlot(
            theme,
            "Confidence to tolerate it",
            "0 to 100",
            (Series("", lambda point: point.confidence, "accent"),),
        )
        self._held = CoursePlot(
            theme,
            "Time in induce and stay",
            "s",
            (Series("", lambda point: point.held_s, "breath"),),
            most=None,
        )
        plots = QWidget()
        grid = QGridLayout(plots)
        grid.setContentsMargins(16, 0, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for place, plot in enumerate((self._distress, self._likely, self._confidence, self._held)):
            grid.addWidget(plot, place // 2, place % 2)
        self._stack = QStackedWidget()
        self._stack.addWidget(plots)
        self._stack.addWidget(self.table)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(self._about)
        head.addStretch(1)
        head.addWidget(self._form, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        self._form.chosen.connect(self._stack.setCurrentIndex)

    def show_points(
        self,
        points: Sequence[TrialPoint],
        exercise: str,
        *,
        distress_rule: float | None,
        likely_rule: float | None,
    ) -> None:
        """Show the trials of one exercise in the order of time; bounds are the progress rule's."""
        sessions = len({point.session_index for point in points})
        count = f"{len(points)} trial{'s' * (len(points) != 1)}"
        where = f"in {sessions} session{'s' * (sessions != 1)}"
        self._about.set_text(f"{exercise}: {count} {where}" if points else exercise)
        self._distress.show_points(points, distress_rule)
        self._likely.show_points(points, likely_rule)
        self._confidence.show_points(points)
        self._held.show_points(points)
        self.table.show_view(across_table(points))
