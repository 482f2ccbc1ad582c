"""The live page's sentences: plain, short, present tense."""

import math
import re

from coherence_desktop.signal.results import Absent, Quality

MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"

NO_BEAT_YET = "No beat yet. The strap is connected; press it gently against the skin."
RECORDING_GOES_ON = "Recording goes on."


def clock(t: float) -> str:
    """Session time as minutes and seconds, e.g. ``4:33``, with hours from the first on."""
    whole = max(0, int(t))
    hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def length(seconds: float) -> str:
    """How long something lasts, e.g. ``6 s`` or ``2 min 5 s``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def countdown(absent: Absent) -> str:
    """``22 s to go.`` where the wait is known, else nothing."""
    if absent.wait_s is None or absent.wait_s <= 0:
        return ""
    return f"{max(1, math.ceil(absent.wait_s - 1e-6))} s to go."


def absence(subject: str, absent: Absent) -> str:
    """Why there is no value, and what is still to come: ``After 64 s of beats. 22 s to go.``.

    Parameters
    ----------
    subject : str
        What appears then, e.g. ``Coherence``; empty where its name stands beside the words.
    absent : Absent
    """
    reason, _, rest = absent.reason.partition("; ")
    needed = re.fullmatch(r"needs (\d+ s .*)", reason)
    if needed:
        reason = f"{subject} appears after {needed[1]}" if subject else f"After {needed[1]}"
    return " ".join(filter(None, (sentence(reason), countdown(absent) or sentence(rest))))


def sentence(text: str) -> str:
    """Capital first and full stop last."""
    text = text.strip()
    if not text:
        return ""
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."


def quality_word(quality: Quality) -> str:
    """``Clean``, ``Fair``, ``Read with care`` or ``Absent``, by the share of corrected beats."""
    if not quality.beats:
        return "Absent"
    percent = quality.corrected_percent
    if percent < 1.0:
        return "Clean"
    return "Fair" if percent <= 5.0 else "Read with care"


def grouped(value: float) -> str:
    """A number with its thousands apart, e.g. ``12 000``; decimals only below 10."""
    if 0.0 < abs(value) < 10.0:
        return f"{value:g}"
    return f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def counts(count: int, one: str) -> str:
    """``1 beat``, ``370 beats``."""
    return f"1 {one}" if count == 1 else f"{grouped(count)} {one}s"


def corrections(quality: Quality) -> str:
    """``0 corrected, no gaps``."""
    gaps = counts(quality.gaps, "gap") if quality.gaps else "no gaps"
    return f"{quality.corrected} corrected, {gaps}"
