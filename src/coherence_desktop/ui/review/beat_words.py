"""What the review says of a single beat."""

from coherence_desktop.events import BeatKind
from coherence_desktop.signal.artefacts import TOLD_KINDS
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.words import KINDS
from coherence_desktop.ui.words.values import clock

ACCEPTED = "accepted"
_SAID = {BeatKind.EXCLUDED: "taken out by hand", BeatKind.ACCEPTED: "accepted by hand"}


def short_kind(heart: HeartCourse, place: int) -> str:
    """What a beat is judged to be, in a word; nothing where nobody says anything of it."""
    kind = str(heart.kinds[place])
    if place in heart.said and kind == BeatKind.NORMAL:
        return ACCEPTED
    if told_by_hand(heart, place):
        return f"{KINDS.get(kind, kind)} by hand"
    return "" if kind == BeatKind.NORMAL else KINDS.get(kind, kind)


def told_by_hand(heart: HeartCourse, place: int) -> bool:
    """Whether a person says what is wrong with the beat."""
    return heart.said.get(place) in TOLD_KINDS


def beat_words(heart: HeartCourse, place: int, zero_s: float = 0.0) -> str:
    """Time, heart rate and interval of a raw beat, what it is judged to be and what stands for it.

    Parameters
    ----------
    heart : HeartCourse
    place : int
        Of the beat, from 0.
    zero_s : float
        Moment that times count from.
    """
    since, rr_ms = float(heart.raw_t_s[place]) - zero_s, float(heart.raw_rr_ms[place])
    when = f"{clock(since)}.{int(10 * since) % 10}"
    kind = str(heart.kinds[place])
    said = _SAID.get(heart.said[place], "") if place in heart.said else ""
    if not said and kind == BeatKind.NORMAL:
        return f"{when}  {60000.0 / rr_ms:.0f} bpm, {rr_ms:.0f} ms"
    told = f"{when}  {said or short_kind(heart, place)}, {rr_ms:.0f} ms"
    if kind in (BeatKind.NORMAL, BeatKind.EXCLUDED, BeatKind.GAP):
        return told
    parts = heart.instead(place)
    if not parts:
        return f"{told} joined with its neighbour"
    return f"{told} read as {' and '.join(f'{part:.0f}' for part in parts)} ms"
