"""The part that comes first: how good the data are."""

from collections.abc import Sequence

from coherence_desktop.events import AnyEvent, PacketRejected
from coherence_desktop.signal.results import Quality
from coherence_desktop.ui.plots.beat_track import GapSpan
from coherence_desktop.ui.report.document import Block, Facts, Heading, Manner, Table, Words
from coherence_desktop.ui.review.views import Cell, Column, Review, Row, TableView
from coherence_desktop.ui.review.words import KINDS
from coherence_desktop.ui.words.values import NBSP, clock, counts, grouped, length, quality_word

CARE_PERCENT = 5.0
FEW_GAPS = 3
MOST_GAPS = 12
_CAUSES = {
    "lost_contact": "the strap lost contact",
    "silence": "nothing came from the strap",
    "lost_packets": "packets were lost",
    "lost_samples": "samples were lost",
    "stream_lost": "the stream broke off",
    "app_died": "the app stopped",
    "no_rr": "the strap sent no intervals",
    "interval_too_long": "an interval too long to be one beat",
    "no_beats": "no beats in the recording",
}


def quality_blocks(review: Review, events: Sequence[AnyEvent]) -> list[Block]:
    """Percent corrected by kind, gaps, the longest clean stretch."""
    quality = review.quality
    blocks: list[Block] = [Heading("Data quality")]
    if not quality.beats:
        return [*blocks, Words("No beats were recorded. Everything about the heart is absent.")]
    told = care_words(quality)
    if told:
        blocks.append(Words(told, Manner.NOTICE))
    blocks.append(Facts(quality_facts(review, events)))
    if len(review.heart.gaps) > FEW_GAPS:
        blocks.append(_gaps_table(review.heart.gaps))
    return blocks


def care_words(quality: Quality) -> str:
    """What the rest has to be read with; empty where the data are good."""
    if quality.corrected_percent <= CARE_PERCENT:
        return ""
    percent = f"{quality.corrected_percent:.1f}{NBSP}%"
    return f"{percent} of beats were corrected. Read the values with care."


def quality_facts(review: Review, events: Sequence[AnyEvent]) -> tuple[tuple[str, str], ...]:
    """The same in a few lines."""
    quality, gaps = review.quality, review.heart.gaps
    percent = f"{percent_words(quality.corrected_percent)} ({grouped(quality.corrected)})"
    pairs = [
        ("Judged", quality_word(quality).lower()),
        ("Beats", grouped(quality.beats)),
        ("Corrected", percent),
        ("By kind", kinds_words(quality)),
        ("Gaps", gaps_words(gaps, review.duration_s)),
        ("Where", _few_gaps(gaps)),
        ("Longest clean stretch", length(quality.longest_clean_s)),
    ]
    rejected = sum(isinstance(event, PacketRejected) for event in events)
    if rejected:
        pairs.append(("Not used", f"{counts(rejected, 'packet')} of the strap"))
    return tuple((name, value) for name, value in pairs if value)


def gaps_words(gaps: Sequence[GapSpan], duration_s: float) -> str:
    """``2 of 14 s in all, 0.4 % of the session``."""
    if not gaps:
        return "none"
    lost_s = sum(gap.length_s for gap in gaps)
    share = percent_words(100.0 * lost_s / duration_s) if duration_s > 0 else "all"
    together = " in all" if len(gaps) > 1 else ""
    return f"{len(gaps)} of {length(lost_s)}{together}, {share} of the session"


def percent_words(percent: float, decimals: int = 1) -> str:
    """``2.3 %``; of what is little but there, ``under 0.1 %``."""
    least = 10.0**-decimals
    if 0.0 < percent < least / 2:
        return f"under {least:.{decimals}f}{NBSP}%"
    return f"{percent:.{decimals}f}{NBSP}%"


def kinds_words(quality: Quality) -> str:
    """``12 missed (1.20 %), 3 extra (0.30 %)``, the most frequent first."""
    return ", ".join(
        f"{grouped(count)} {KINDS.get(kind, kind)} ({_share(count, quality)})"
        for kind, count in sorted(quality.by_kind.items(), key=lambda item: -item[1])
    )


def _few_gaps(gaps: Sequence[GapSpan]) -> str:
    """Each of a few gaps in words; many stand in a table."""
    if len(gaps) > FEW_GAPS:
        return ""
    return "; ".join(
        f"{length(gap.length_s)} from {clock(gap.start_s)} ({_why(gap)})" for gap in gaps
    )


def _why(gap: GapSpan) -> str:
    return _CAUSES.get(gap.cause, gap.cause.replace("_", " "))


def _gaps_table(gaps: Sequence[GapSpan]) -> Table:
    columns = (
        Column("From", right=True),
        Column("Length", right=True),
        Column("Why", stretch=1),
    )
    shown = sorted(gaps, key=lambda gap: -gap.length_s)[:MOST_GAPS]
    rows = tuple(
        Row(
            (
                Cell(clock(gap.start_s)),
                Cell(length(gap.length_s)),
                Cell(_why(gap)),
            )
        )
        for gap in sorted(shown, key=lambda gap: gap.start_s)
    )
    caption = "Gaps" if len(gaps) <= MOST_GAPS else f"The {MOST_GAPS} longest of {len(gaps)} gaps"
    return Table(TableView(columns, rows), caption, (0.15, 0.2, 0.65))


def _share(count: int, quality: Quality) -> str:
    return percent_words(100.0 * count / quality.beats, 2)
