"""The review's words: dates, counts, scales, and measures with their units."""

from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.plots.beat_track import GapSpan
from coherence_desktop.ui.words.values import MINUS, clock, counts, length

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

SCALES = {
    "expected_likelihood": ("How likely the fear is, before", "%"),
    "expected_distress": ("Expected distress", "0 to 100"),
    "distress": ("Distress", "0 to 100"),
    "sensation": ("Sensation", "0 to 10"),
    "peak_distress": ("Peak of distress, as recalled", "0 to 100"),
    "likelihood_next": ("How likely next time", "%"),
    "confidence": ("Confidence to tolerate it", "0 to 100"),
    "similarity": ("Like the feared episode", "0 to 10"),
}
"""Name and unit of each rating scale."""

KINDS = {
    "missed": "missed",
    "extra": "extra",
    "ectopic": "ectopic",
    "long_short": "long or short",
    "gap": "too long to be one beat",
    "excluded": "taken out",
}
"""What an interval was judged to be."""

GROUPS = {
    "time": "Time domain",
    "welch": "Frequency domain (Welch)",
    "lomb": "Frequency domain (Lomb-Scargle)",
    "nonlinear": "Nonlinear",
    "coherence": "Coherence",
    "breathing": "Breathing",
}
"""Groups of measures of heart-rate variability."""

MEASURES = {
    "mean_hr_bpm": ("Heart rate, mean", "bpm"),
    "min_hr_bpm": ("Heart rate, lowest", "bpm"),
    "max_hr_bpm": ("Heart rate, highest", "bpm"),
    "mean_rr_ms": ("RR, mean", "ms"),
    "median_rr_ms": ("RR, median", "ms"),
    "mad_rr_ms": ("RR, median absolute deviation", "ms"),
    "iqr_rr_ms": ("RR, interquartile range", "ms"),
    "sdnn_ms": ("SDNN", "ms"),
    "rmssd_ms": ("RMSSD", "ms"),
    "sdsd_ms": ("SDSD", "ms"),
    "pnn50_percent": ("pNN50", "%"),
    "pnn20_percent": ("pNN20", "%"),
    "cvnn": ("CVNN", ""),
    "cvsd": ("CVSD", ""),
    "hti": ("Triangular index", ""),
    "tinn_ms": ("TINN", "ms"),
    "stress_index": ("Stress index (Baevsky)", ""),
    "vlf_ms2": ("VLF power", "ms²"),
    "lf_ms2": ("LF power", "ms²"),
    "hf_ms2": ("HF power", "ms²"),
    "total_ms2": ("Total power", "ms²"),
    "lf_nu": ("LF, normalised", "n.u."),
    "hf_nu": ("HF, normalised", "n.u."),
    "lf_hf": ("LF / HF", ""),
    "peak_hz": ("Peak frequency", "Hz"),
    "sd1_ms": ("SD1", "ms"),
    "sd2_ms": ("SD2", "ms"),
    "sample_entropy": ("Sample entropy", ""),
    "dfa_alpha1": ("DFA alpha 1", ""),
    "dfa_alpha2": ("DFA alpha 2", ""),
    "score_median": ("Coherence, median", "0 to 100"),
    "ratio_median": ("Coherence ratio, median", ""),
    "peak_hz_median": ("Frequency of the wave, median", "Hz"),
    "breathing_rate_acceleration_hz": ("Breathing rate, from acceleration", "Hz"),
    "breathing_rate_hz": ("Breathing rate, from RR", "Hz"),
    "breath_amplitude_bpm": ("Heart rate per breath, peak to trough", "bpm"),
    "synchrony": ("In step with the guide", "0 to 1"),
    "phase_deg": ("Heart rate peaks at", "degrees"),
    "clarity": ("Clarity of the breath in RR", "0 to 1"),
    "clear_percent": ("Time with a clear breath", "%"),
}
"""Name and unit of each measure of heart-rate variability."""


_UNTITLED = {"import": "Imported recording", "lsl": "Stream"}


def untitled(source: str) -> str:
    """What a session without a title is called, by where its beats come from."""
    return _UNTITLED.get(source, "Session")


def count_word(count: int, one: str) -> str:
    """``three trials``, ``one trial``, ``12 trials``."""
    word = _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)
    return f"{word} {one}" if count == 1 else f"{word} {one}s"


def number(value: float) -> str:
    """A measure with as many decimals as say something."""
    size = abs(value)
    if size >= 10000:
        return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")
    if size >= 100:
        return f"{value:.0f}"
    if size >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if size >= 1 or value == 0 else f"{value:.3f}"


def quality_words(quality: Quality, gaps: list[GapSpan]) -> str:
    """``2.2 % corrected, 1 gap of 6 s``."""
    if not quality.beats:
        return "no beats"
    told = f"{quality.corrected_percent:.1f} % corrected"
    if not gaps:
        return f"{told}, no gaps"
    lost = length(sum(gap.length_s for gap in gaps))
    return f"{told}, {counts(len(gaps), 'gap')} of {lost}{'' if len(gaps) == 1 else ' in all'}"


def quality_tip(quality: Quality, gaps: list[GapSpan]) -> str:
    """Counts by kind, gaps and the longest clean stretch, one a line."""
    if not quality.beats:
        return "No beats"
    lines = [f"{counts(quality.beats, 'beat')}, {quality.corrected} corrected"]
    for kind, count in sorted(quality.by_kind.items()):
        lines.append(f"{KINDS.get(kind, kind)}: {count}")
    lines.append(f"{counts(len(gaps), 'gap')}" if gaps else "no gaps")
    lines.append(f"longest clean stretch {length(quality.longest_clean_s)}")
    return "\n".join(lines)


def signed_clock(t: float) -> str:
    """Minutes and seconds, also before the moment they count from."""
    whole = round(t)
    return f"{MINUS}{clock(-whole)}" if whole < 0 else clock(whole)
