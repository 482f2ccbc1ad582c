"""What each measure of a report means, in a sentence."""

import re
from collections.abc import Iterable
from dataclasses import replace

from coherence_desktop.ui.report.document import Table
from coherence_desktop.ui.review.views import Cell, Column, Row, TableView
from coherence_desktop.ui.words.values import MINUS

_CORRECTED = "Data quality: corrected beats"

DEFINITIONS = {
    _CORRECTED: "Intervals that were judged not to be normal and were replaced or left out, "
    "in percent of all. Above 5 % the values are to be read with care.",
    "Heart rate, baseline": "Median heart rate (60 000 / RR) of the baseline phase.",
    "Heart rate, peak": "Highest heart rate in induce and stay; median over 5 s around each beat.",
    "Heart rate, rise": "Peak minus baseline.",
    "Time to peak": "From the start of induce to the peak of heart rate.",
    "Half-recovery": "From the peak until heart rate is at most halfway between baseline and "
    "peak.",
    "Distress: start, peak, end": "Last rating up to the start of induce; the highest rating; "
    "the last one before learning.",
    "Distress, mean": "Area under the curve divided by its length.",
    "Distress, area under curve": "From the first rating to the end of the exposure; each rating "
    "holds until the next, pauses are left out.",
    "Peak of distress, as recalled": "What the client said afterwards that the peak was.",
    "Expected distress": "What the client expected before the trial.",
    "Feared event: expected, occurred": "How likely the feared event seemed before, and whether "
    "it happened.",
    "Expected minus occurred": "Expectancy violation: expected likelihood minus what occurred "
    "(yes 100, partly 50, no 0).",
    "How likely next time": "How likely the feared event seems for the next time.",
    "Confidence to tolerate it": "Rated after the trial.",
    "Sensation, strongest": "The highest rating of the sensation.",
    "Coherence: before, after": "Coherence score of the 64 s before induce, and of the last 64 s "
    "of recover.",
    "Time in induce and stay": "Without pauses.",
    "Heart rate, mean": "Mean of 60 000 / RR.",
    "Heart rate, lowest": "Lowest 60 000 / RR.",
    "Heart rate, highest": "Highest 60 000 / RR.",
    "RR, mean": "Mean interval from beat to beat.",
    "RR, median": "Median interval from beat to beat.",
    "RR, median absolute deviation": "Median distance of the intervals from their median.",
    "RR, interquartile range": "Range of the middle half of the intervals.",
    "SDNN": "Standard deviation of the intervals (n - 1).",
    "RMSSD": "Root of the mean square of differences between successive intervals.",
    "SDSD": "Standard deviation of differences between successive intervals.",
    "pNN50": "Share of successive differences of over 50 ms.",
    "pNN20": "Share of successive differences of over 20 ms.",
    "CVNN": "SDNN divided by the mean interval.",
    "CVSD": "RMSSD divided by the mean interval.",
    "Triangular index": "Number of intervals divided by the height of their histogram "
    "(bins of 1/128 s).",
    "TINN": "Base of the triangle that fits the histogram best.",
    "Stress index (Baevsky)": "Height of the histogram relative to its mode and range.",
    "VLF power": "Power from 0.0033 to 0.04 Hz.",
    "LF power": "Power from 0.04 to 0.15 Hz.",
    "HF power": "Power from 0.15 to 0.4 Hz.",
    "Total power": "VLF + LF + HF.",
    "LF, normalised": "LF in percent of LF + HF.",
    "HF, normalised": "HF in percent of LF + HF.",
    "LF / HF": "LF power divided by HF power.",
    "Peak frequency": "Frequency with the highest power from 0.04 to 0.4 Hz.",
    "SD1": "Width of the Poincaré plot across its diagonal: root of half the variance of "
    "successive differences.",
    "SD2": "Its length along the diagonal: root of 2 SDNN² minus half the variance of successive "
    "differences.",
    "Sample entropy": "m = 2, r = 0.2 standard deviations, no self matches.",
    "DFA alpha 1": "Slope of detrended fluctuations over 4 to 16 beats.",
    "DFA alpha 2": "Slope of detrended fluctuations over 16 to 64 beats.",
    "Coherence, median": "Median score of all 64 s windows, every 5 s: the percentage of the "
    "variation that is one smooth wave, 100 for a pure sine.",
    "Coherence ratio, median": "Power of the highest peak (0.04 to 0.26 Hz, ± 0.015 Hz) divided "
    "by the rest of the power.",
    "Frequency of the wave, median": "Frequency of the highest peak between 0.04 and 0.26 Hz.",
    "Breathing rate, from acceleration": "Median frequency at which the chest moves with the "
    "breath.",
    "Breathing rate, from RR": "Median frequency of the breathing wave in the intervals, where "
    "it is clear.",
    "Heart rate per breath, peak to trough": "Highest minus lowest heart rate in each breath, "
    "averaged.",
    "In step with the guide": "Share of the variation of 64 s that one wave at the phase of the "
    "guide explains.",
    "Heart rate peaks at": "Where in the breath; 0 is the end of inhale.",
    "Clarity of the breath in RR": "Share of the variation near the breathing rate.",
    "Heart-rate range per breath, mean": "Highest minus lowest heart rate of a breath, mean of "
    "the whole breaths.",
    "E/I ratio": "Longest interval of breathing out divided by the shortest of breathing in, mean "
    "of the whole breaths.",
    "Time with a clear breath": "Share of the windows in which breathing shows clearly.",
}
"""By the name that stands in the tables."""

HOW = (
    "Raw intervals are kept as the strap sent them; these measures are of the corrected series. "
    "Spectra: Welch, cubic spline at 4 Hz, linear detrend, Hann windows of up to 1024 samples "
    "with half overlap; Lomb-Scargle on the beats as they are, one-sided. What cannot be given "
    "is absent, with the reason."
)
"""What the numbers were made with."""


def definitions_of(tables: Iterable[TableView]) -> Table:
    """Definitions of all measures that stand in some tables, in their order."""
    rows = tuple(Row((Cell(name), Cell(DEFINITIONS[name]))) for name in _names_in(tables))
    columns = (Column("Measure"), Column("Definition", stretch=1, quiet=True))
    return Table(TableView(columns, rows), "Definitions", (0.32, 0.68), titled=False)


def definition_words(tables: Iterable[TableView]) -> str:
    """The same as one paragraph, for where there is little room."""
    return " ".join(f"{name}: {_lowered(DEFINITIONS[name])}" for name in _names_in(tables))


def defined(view: TableView, caption: str) -> Table:
    """Measures of one stretch (name, unit, value), each with its definition beside it."""
    columns = (
        Column("Measure"),
        Column("Value", right=True),
        Column("Unit", quiet=True),
        Column("Definition", stretch=1, quiet=True),
    )
    rows = []
    for row in view.rows:
        if row.heading:
            rows.append(replace(row, cells=(row.cells[0], *(Cell("") for _ in columns[1:]))))
        else:
            name, unit, value = row.cells
            value = replace(value, text=re.sub(r"^-(?=[\d.])", MINUS, value.text))
            meaning = Cell(DEFINITIONS.get(name.text, ""))
            rows.append(replace(row, cells=(name, value, unit, meaning)))
    return Table(TableView(columns, tuple(rows)), caption, (0.27, 0.14, 0.1, 0.49), titled=False)


def _names_in(tables: Iterable[TableView]) -> list[str]:
    """Names of measures that have a definition, each once."""
    names = (row.cells[0].text for table in tables for row in table.rows if not row.heading)
    return [name for name in dict.fromkeys(names) if name in DEFINITIONS]


def _lowered(text: str) -> str:
    """A sentence that goes on after a colon; what is spelt in capitals stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
