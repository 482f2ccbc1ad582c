"""What the review tells of a session's ECG beside the strap's own intervals."""

from coherence_desktop.records.session_ecg import EcgReview
from coherence_desktop.signal.results import Absent
from coherence_desktop.signal.rr_agreement import AGREES_MS, Agreement
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.words.values import NBSP, length

_COLUMNS = (
    Column("ECG beside the strap's intervals", width_px=304),
    Column("Unit", width_px=80, quiet=True),
    Column("Value", right=True, stretch=1),
)


def ecg_table(found: EcgReview | None) -> TableView:
    """Beats found, agreement of the intervals, beats that only one side has; quality first."""
    if found is None:
        return TableView(empty="This session has no ECG.")
    rows = [_row("Beats found in the ECG", "", _count(len(found.intervals.t_s)))]
    missing = sum(end_s - start_s for start_s, end_s in found.gaps)
    if found.gaps:
        rows.append(_row("ECG missing", "", length(missing)))
    if isinstance(found.agreement, Absent):
        reason = found.agreement.reason
        absent = Cell(reason, f"Not available: {reason}.", quiet=True)
        rows.insert(0, Row((Cell("Intervals that agree"), Cell("%"), absent), leading=True))
    else:
        agreement = found.agreement
        rows.insert(0, _agreeing(agreement))
        rows += _differences(agreement)
    return TableView(_COLUMNS, tuple(rows))


def working(share: float) -> TableView:
    """How far the search for beats is."""
    percent = f": {100 * share:.0f}{NBSP}%" if share > 0.0 else ""
    return TableView(empty=f"The beats of the ECG are being found{percent}.")


def without_ecg(reason: str) -> TableView:
    """The reason in the place of the comparison."""
    return TableView(empty=reason)


def _agreeing(agreement: Agreement) -> Row:
    tip = f"Intervals of both that differ by at most {AGREES_MS:.0f} ms."
    share = Cell(f"{agreement.agreeing_percent:.1f}", tip)
    return Row((Cell("Intervals that agree"), Cell("%"), share), leading=True)


def _differences(agreement: Agreement) -> list[Row]:
    low_ms, high_ms = agreement.limits_ms
    limits = "95 in 100 differences are expected between these (Bland and Altman 1986)."
    return [
        _row("Intervals compared", "", _count(len(agreement.t_s))),
        _row("Bias: strap minus ECG", "ms", _signed(agreement.bias_ms)),
        _row("Limits of agreement", "ms", f"{_signed(low_ms)} to {_signed(high_ms)}", limits),
        _row("Beats only in the ECG", "", _count(len(agreement.only_ecg))),
        _row("Beats only from the strap", "", _count(len(agreement.only_strap))),
        _row("Strap's beats told later by", "s", f"{agreement.lag_s:.2f}"),
    ]


def _row(name: str, unit: str, value: str, tip: str = "") -> Row:
    return Row((Cell(name), Cell(unit), Cell(value, tip)))


def _count(number: int) -> str:
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}")
