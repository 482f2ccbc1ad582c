"""The panel of tables: measures first, then everything else that was recorded or worked out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coherence_desktop.ui.review.across_view import AcrossView
from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.moments_table import MomentsTable
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, stretch_table
from coherence_desktop.ui.review.tabs import Tabs
from coherence_desktop.ui.review.views import Review, TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.panel import Panel

MEASURES, ACROSS, LEARNED, STRETCH = "measures", "across", "learned", "stretch"
MARKERS, PHASES, RATINGS, SIGN_OFFS = "markers", "phases", "ratings", "sign_offs"
ECG = "ecg"
WORKING = TableView(empty="The measures of this stretch are being worked out.")


class TablesPanel(Panel):
    """Tabs and their tables.

    Parameters
    ----------
    theme : Theme
    """

    moment_chosen = Signal(float)
    stretch_opened = Signal()
    ecg_opened = Signal()
    marker_added = Signal(str)
    phase_added = Signal(str)
    moved = Signal(object)
    """This `Place` shall be where the cursor is."""
    renamed = Signal(object, str)
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._review: Review | None = None
        self.tabs = Tabs(theme, "Tables of this session")
        self.measures = DataTable(theme, "Measures of each trial")
        self.across = AcrossView(theme)
        self.learned = DataTable(theme, "What was feared and what was learned")
        self.stretch = DataTable(theme, "Measures of the shown stretch")
        self.marked = MomentsTable(theme, "Markers", "marker")
        self.markers = self.marked.table
        self.phased = MomentsTable(theme, "Phases", "phase")
        self.phases = self.phased.table
        self.ratings = DataTable(theme, "Ratings")
        self.sign_offs = DataTable(theme, "Sign-offs")
        self.ecg = DataTable(theme, "The ECG beside the strap's intervals")
        self._views: dict[str, QWidget] = {
            MEASURES: self.measures,
            ACROSS: self.across,
            LEARNED: self.learned,
            STRETCH: self.stretch,
            MARKERS: self.marked,
            PHASES: self.phased,
            RATINGS: self.ratings,
            SIGN_OFFS: self.sign_offs,
            ECG: self.ecg,
        }
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 2, 1, 6)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        for view in self._views.values():
            self._stack.addWidget(view)
        for table in (self.markers, self.phases, self.ratings):
            table.moment_chosen.connect(self.moment_chosen)
        self.marked.added.connect(self.marker_added)
        self.phased.added.connect(self.phase_added)
        for moments in (self.marked, self.phased):
            moments.moved.connect(self.moved)
            moments.renamed.connect(self.renamed)
            moments.removed.connect(self.removed)
        self.tabs.opened.connect(self._opened)

    @property
    def stretch_shown(self) -> bool:
        """Whether the measures of the shown stretch can be seen."""
        return self.tabs.current == STRETCH

    @property
    def ecg_shown(self) -> bool:
        """Whether the tab of the ECG is open."""
        return self.tabs.current == ECG

    def show_ecg(self, view: TableView) -> None:
        """Show how far the ECG and the strap agree, or why that is not known."""
        self.ecg.show_view(view)

    def show_review(self, review: Review) -> None:
        """Show another session, or the same one with more known of it."""
        self._review = review
        self.measures.show_view(review.measures)
        self.learned.show_view(review.learned)
        self.marked.show_view(review.markers_table)
        self.phased.show_view(review.phases_table)
        self.ratings.show_view(review.ratings_table)
        self.sign_offs.show_view(review.sign_offs)
        self.tabs.set_tabs(_tabs(review))

    def set_cursor(self, *, there: bool, mark_at: str, phase_at: str, instead: str) -> None:
        """Tell whether there is a cursor to bring a marker or a phase to, and where to add one.

        Without ``phase_at``, ``instead`` says why no phase can be added.
        """
        self.marked.set_cursor(there=there, add_at=mark_at)
        self.phased.set_cursor(there=there, add_at=phase_at, instead=instead)

    def show_stretch(self, stretch: StretchMeasures | None, whole: StretchMeasures | None) -> None:
        """Show measures of a stretch; ``None`` while they are worked out."""
        self.stretch.show_view(WORKING if stretch is None else stretch_table(stretch, whole))

    def choose_trial(
        self, number: int, distress_rule: float | None, likely_rule: float | None
    ) -> None:
        """Let a trial stand out; trials of its exercise are compared across sessions."""
        self.measures.set_trial(number)
        trial = self._review.trial(number) if self._review is not None else None
        if trial is None or self._review is None:
            return
        self.across.show_points(
            [point for point in self._review.points if point.exercise_id == trial.exercise_id],
            trial.exercise,
            distress_rule=distress_rule,
            likely_rule=likely_rule,
        )

    def _opened(self, key: str) -> None:
        self._stack.setCurrentWidget(self._views[key])
        if key == STRETCH:
            self.stretch_opened.emit()
        elif key == ECG:
            self.ecg_opened.emit()


def _tabs(review: Review) -> list[tuple[str, str]]:
    markers = f"Markers ({len(review.markers_table.rows)})"
    ratings = f"Ratings ({len(review.ratings)})"
    ecg = [(ECG, "ECG")] if review.ecg else []
    if not review.trials:
        stretch, phases = (STRETCH, "Measures"), (PHASES, "Phases")
        return [stretch, (MARKERS, markers), phases, (RATINGS, ratings), *ecg]
    return [
        (MEASURES, "Measures"),
        (ACROSS, "Across trials"),
        (LEARNED, f"Learned ({sum(1 for note in review.notes if note.quoted)})"),
        (STRETCH, "Stretch"),
        (MARKERS, markers),
        (PHASES, "Phases"),
        (RATINGS, ratings),
        (SIGN_OFFS, f"Sign-offs ({len(review.sign_offs.rows)})"),
        *ecg,
    ]
