"""The steps of a programme: words, breathing, imagery, writing, and looking at how one is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from coherence_desktop.practice.pattern import Pattern

BEFORE, AFTER, DONE = "before", "after", "done"
"""Names of the steps that a programme gets besides its own; ``done`` is where it has ended."""


class Keep(StrEnum):
    """What a person's words are kept as."""

    LETTER = "letter"
    JOURNAL = "journal"
    SENTENCE = "sentence"
    """One's own sentence: there is one for each question, and it is used again."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Something that is rated, from 0 to ``maximum``; ``low`` and ``high`` say what that means."""

    id: str
    title: str
    maximum: int
    low: str = ""
    high: str = ""
    better: int = 0
    """1 where more is kinder to oneself, -1 where less is, 0 where neither."""


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.id: scale
        for scale in (
            Scale("self_blame", "Blaming myself", 10, "not at all", "very much", -1),
            Scale("kindness", "Kindness towards myself", 10, "none right now", "plenty", 1),
            Scale("symptom_distress", "How hard the symptoms are", 100, "easy", "very hard", -1),
        )
    }
)
"""What may be rated before and after a practice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What all steps share. ``id`` is the name of its phase in the record."""

    id: str
    title: str
    words: tuple[str, ...] = ()
    """Paragraphs."""

    @property
    def target_s(self) -> float | None:
        """After so many seconds the next step comes by itself; ``None`` if a person moves on."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextStep(Step):
    """Words to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathingStep(Step):
    """Breathing with the guide."""

    pattern_id: str
    pattern: Pattern
    seconds: float
    out_words: str = ""
    """Shown while breathing out."""
    own: str = ""
    """Question whose words are shown in their place, if it was answered."""

    @property
    def target_s(self) -> float:
        """Whole breaths, as near to ``seconds`` as they come."""
        period_s = self.pattern.period_s
        return max(1, round(self.seconds / period_s)) * period_s


@dataclass(frozen=True, slots=True)
class Line:
    """Words that stand for so many seconds."""

    seconds: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageryStep(Step):
    """Words that come one after the other, for listening inwardly."""

    lines: tuple[Line, ...]

    @property
    def target_s(self) -> float:
        """All lines."""
        return sum(line.seconds for line in self.lines)

    def line_at(self, into_s: float) -> int:
        """Number of the line (from 0) that stands ``into_s`` seconds into the step."""
        for number, line in enumerate(self.lines[:-1]):
            if into_s < line.seconds:
                return number
            into_s -= line.seconds
        return len(self.lines) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WritingStep(Step):
    """A question that is answered in one's own words, or left."""

    question: str
    keep: Keep = Keep.JOURNAL
    private: bool = True
    """Kept apart from the record, where it can be read again and deleted for good."""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInStep(Step):
    """Looking at how one is, on a few scales."""

    scales: tuple[Scale, ...]


AnyStep = TextStep | BreathingStep | ImageryStep | WritingStep | CheckInStep
