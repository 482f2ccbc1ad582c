"""Shows the measures of a file to people: quality first, then each group with its units."""

from rich.console import Console
from rich.table import Table

from coherence_desktop.cli.measuring import MARKED_PERCENT, Measured
from coherence_desktop.cli.output import path_text
from coherence_desktop.signal.results import Absent

_UNITS = {"ms": "ms", "ms2": "ms²", "bpm": "beats/min", "hz": "Hz", "percent": "%", "deg": "°"}
_UNIT_OF = {
    "lf_nu": "%",
    "hf_nu": "%",
    "score_median": "of 100",
    "clear_percent": "% of the time",
    "stress_index": "%/s²",
}
_TITLES = {
    "time": "Time",
    "welch": "Spectrum (Welch)",
    "lomb": "Spectrum (Lomb-Scargle)",
    "nonlinear": "Nonlinear",
    "coherence": "Coherence",
    "breathing": "Breathing",
}


def show(measured: Measured, *, intervals: bool = False) -> None:
    """Print quality, measures and settings on stdout."""
    console = Console(highlight=False)
    console.print(f"\n[bold]{_safe(path_text(measured.file))}[/bold]")
    for line in quality_lines(measured):
        console.print(f"  {_safe(line)}", soft_wrap=True)
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), show_header=False)
    table.add_column(min_width=22)
    table.add_column(justify="right")
    table.add_column()
    for group, measures in measured.analysis.groups().items():
        table.add_row("")
        table.add_row(f"[bold]{_TITLES[group]}[/bold]")
        for key, value in measures.items():
            table.add_row(f"  {_name(key)}", *_cells(key, value))
    console.print(table)
    console.print("\n[bold]Settings[/bold]")
    for line in setting_lines(measured.settings):
        console.print(f"  {_safe(line)}", soft_wrap=True)
    if intervals:
        _show_intervals(console, measured)


def quality_lines(measured: Measured) -> list[str]:
    """Say how good the recording is, in plain words."""
    minutes, seconds = divmod(round(measured.duration_s), 60)
    lines = [f"{len(measured.rr_ms)} beats in {minutes} min {seconds:02d} s"]
    correction = measured.correction
    if correction is None:
        lines.append("Artefacts were not looked for: all measures are of the raw intervals.")
    else:
        kinds = ", ".join(
            f"{count} {kind.replace('_', '/')}" for kind, count in correction.counts.items()
        )
        found = f"{correction.percent:.1f} % corrected{f' ({kinds})' if kinds else ''}"
        lines.append(f"{found}; longest clean stretch {correction.longest_clean_s:.0f} s")
        if correction.percent > MARKED_PERCENT:
            lines.append(f"Take the measures with care: over {MARKED_PERCENT:g} % is corrected.")
    lines += [
        f"Gap from {gap['start_s']:.1f} to {gap['end_s']:.1f} s ({gap['cause']})"
        for gap in measured.gaps()
    ]
    return lines


def setting_lines(settings: dict[str, object]) -> list[str]:
    """Write settings as one line for each group of them."""
    lines = []
    for name, value in settings.items():
        if isinstance(value, dict):
            told = ", ".join(f"{key} {inner}" for key, inner in value.items())
            lines.append(f"{name}: {told}")
        elif value is not None:
            lines.append(f"{name}: {value}")
    return lines


def _show_intervals(console: Console, measured: Measured) -> None:
    table = Table("t (s)", "RR (ms)", "kind", "corrected (ms)", box=None)
    for row in measured.intervals():
        instead = row["corrected_ms"]
        told = " ".join(f"{value:.3f}" for value in instead) if isinstance(instead, tuple) else ""
        table.add_row(f"{row['t']:.3f}", f"{row['rr_ms']:.3f}", str(row["kind"]), told)
    console.print(table)


def _cells(key: str, value: float | Absent) -> tuple[str, str]:
    if isinstance(value, Absent):
        return "–", f"[dim]{_safe(value.reason)}[/dim]"  # noqa: RUF001 - the sign for no value
    return _number(value), _unit(key)


def _number(value: float) -> str:
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if size >= 100 else f"{value:.2f}" if size >= 1 else f"{value:.4f}"


def _name(key: str) -> str:
    unit = key.rpartition("_")[2]
    return key if unit not in _UNITS else key.removesuffix(f"_{unit}")


def _unit(key: str) -> str:
    return _UNIT_OF.get(key) or _UNITS.get(key.removesuffix("_median").rpartition("_")[2], "")


def _safe(text: str) -> str:
    from rich.markup import escape

    return escape(text)
