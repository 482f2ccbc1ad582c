"""What an assessment found, in the report of its session."""

from collections.abc import Sequence
from dataclasses import replace

from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.assessment.reading import ResultView, read_result
from coherence_desktop.ui.report.definitions import defined
from coherence_desktop.ui.report.document import Block, Facts, Manner, Table, Words
from coherence_desktop.ui.review.views import TableView

TITLE = "What the assessment found"
_FEW = 8
"""Rows of measures that stand beside those of the session; more take their place."""
_CRITERIA = (
    "Phase lock: share of the variation that one wave at the phase of the breath explains. "
    "Amplitude: mean heart rate per breath, peak to trough. LF power: from 0.04 to 0.15 Hz; "
    "LF peak: its highest density. Smoothness: share of the variation that is no faster than 1.5 "
    "times the breath. LF peaks: separate peaks of at least a fifth of the highest. Mean rank: "
    "mean of the ranks by these six, 1 the best."
)


class Assessed:
    """The result of a session's assessment.

    Parameters
    ----------
    events : sequence of AnyEvent
        The session's log.
    """

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        self._view: ResultView | None = read_result(events)

    def __bool__(self) -> bool:
        return self._view is not None

    def blocks(self) -> list[Block]:
        """The proposal, why it is one, and what was compared; or the few measures."""
        view = self._view
        if view is None:
            return []
        blocks: list[Block] = [Words(view.said)]
        if view.headline and view.choices_per_min:
            pace = view.headline.replace("a minute", "breaths a minute")
            pairs = (("Proposed pace", pace), ("How clear", view.clarity), ("Why", view.said))
            blocks = [Facts(pairs)]
        elif view.headline:
            blocks = [Facts((("Result", view.headline), ("What it is", view.said)))]
        if view.choices_per_min and view.table.rows:
            blocks.append(Table(_units_below(view.table), "Rates compared"))
            blocks.append(Words(_CRITERIA, Manner.QUIET))
        elif 0 < len(view.table.rows) <= _FEW:
            blocks.append(defined(view.table, "Measures of the assessment"))
        return blocks

    def instead_of_session(self) -> Table | None:
        """All measures of the part that was measured, where they stand for the session's own."""
        view = self._view
        if view is None or view.choices_per_min or len(view.table.rows) <= _FEW:
            return None
        return defined(view.table, "Measures at rest")


def _units_below(view: TableView) -> TableView:
    """Heads of columns with their units in a line of their own."""
    columns = (replace(one, title=one.title.replace(", ", "\n", 1)) for one in view.columns)
    return replace(view, columns=tuple(columns))
