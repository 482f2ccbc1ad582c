"""Breathing patterns: how long each part of a breath lasts."""

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import msgspec

from coherence_desktop.errors import Problem
from coherence_desktop.events import PacerChange
from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.resources import assets

MIN_RATE_PER_MIN = 3.0
MAX_RATE_PER_MIN = 12.0
MIN_PART_S = 0.5
"""Shortest in-breath or out-breath: anything quicker would make the guide flash."""
DEFAULT_INHALE_SHARE = 0.4

_ROUNDING = 1e-9


class InvalidPattern(Problem):
    """A breath that cannot be paced; ``part`` names the field, ``value`` what it was."""

    def __init__(self, part: str, value: object, why: str) -> None:
        super().__init__(f"This breath cannot be paced: {why}.", value=value)
        self.part = part
        self.why = why


@dataclass(frozen=True, slots=True)
class Pattern:
    """One breath: in, hold, out, hold, each in seconds.

    Raises
    ------
    InvalidPattern
        If a part is not a number of seconds, the in- or out-breath is shorter than 0.5 s, or the
        breaths are not 3 to 12 a minute.
    """

    inhale_s: float
    hold_in_s: float
    exhale_s: float
    hold_out_s: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        for part, shortest in (
            ("inhale_s", MIN_PART_S),
            ("hold_in_s", 0.0),
            ("exhale_s", MIN_PART_S),
            ("hold_out_s", 0.0),
        ):
            seconds = getattr(self, part)
            if not (math.isfinite(seconds) and seconds >= shortest - _ROUNDING):
                raise InvalidPattern(
                    part, seconds, f"{part} must be at least {shortest:g} s, not {seconds:g}"
                )
        rate = self.rate_per_min
        if not MIN_RATE_PER_MIN - _ROUNDING <= rate <= MAX_RATE_PER_MIN + _ROUNDING:
            raise InvalidPattern("rate_per_min", rate, _rate_out_of_bounds(rate))

    @classmethod
    def from_rate(
        cls, rate_per_min: float, inhale_share: float = DEFAULT_INHALE_SHARE, name: str = ""
    ) -> Self:
        """Breath without holds at a rate (3 to 12 a minute), ``inhale_share`` of it breathing in.

        Raises
        ------
        InvalidPattern
            If the rate or the share is out of bounds.
        """
        if not MIN_RATE_PER_MIN <= rate_per_min <= MAX_RATE_PER_MIN:
            raise InvalidPattern("rate_per_min", rate_per_min, _rate_out_of_bounds(rate_per_min))
        if not 0.0 < inhale_share < 1.0:
            raise InvalidPattern(
                "inhale_share",
                inhale_share,
                f"the share of breathing in must be between 0 and 1, not {inhale_share:g}",
            )
        period_s = 60.0 / rate_per_min
        return cls(
            inhale_s=period_s * inhale_share,
            hold_in_s=0.0,
            exhale_s=period_s * (1.0 - inhale_share),
            name=name,
        )

    @classmethod
    def of(cls, change: PacerChange) -> Self:
        """Pattern that an event asks for.

        Raises
        ------
        InvalidPattern
            If it asks for a breath that cannot be paced.
        """
        return cls(
            change.inhale_s, change.hold_in_s, change.exhale_s, change.hold_out_s, change.name
        )

    @classmethod
    def nearest(cls, change: PacerChange) -> Self:
        """Like `of`, but a rate outside 3 to 12 a minute is brought to the nearer bound.

        Raises
        ------
        InvalidPattern
            If that is no breath either, e.g. with no in-breath at all.
        """
        parts = (change.inhale_s, change.hold_in_s, change.exhale_s, change.hold_out_s)
        period_s = sum(parts)
        if not (math.isfinite(period_s) and period_s > 0.0 and min(parts) >= 0.0):
            return cls.of(change)
        bounded_s = min(max(period_s, 60.0 / MAX_RATE_PER_MIN), 60.0 / MIN_RATE_PER_MIN)
        if bounded_s == period_s:
            return cls.of(change)
        inhale_s, hold_in_s, exhale_s, hold_out_s = (p * bounded_s / period_s for p in parts)
        return cls(inhale_s, hold_in_s, exhale_s, hold_out_s)

    @property
    def parts_s(self) -> tuple[float, float, float, float]:
        """Seconds of breathing in, holding, breathing out, holding."""
        return (self.inhale_s, self.hold_in_s, self.exhale_s, self.hold_out_s)

    @property
    def period_s(self) -> float:
        """Seconds of one whole breath."""
        return self.inhale_s + self.hold_in_s + self.exhale_s + self.hold_out_s

    @property
    def rate_per_min(self) -> float:
        """Breaths a minute."""
        return 60.0 / self.period_s

    @property
    def inhale_share(self) -> float:
        """Breathing in as a share of the moving parts, holds left out."""
        return self.inhale_s / (self.inhale_s + self.exhale_s)

    def with_rate(self, rate_per_min: float) -> Self:
        """Give the same proportions at another rate; the name goes, as it may tell the old one.

        Raises
        ------
        InvalidPattern
            If the rate is out of bounds.
        """
        if not MIN_RATE_PER_MIN <= rate_per_min <= MAX_RATE_PER_MIN:
            raise InvalidPattern("rate_per_min", rate_per_min, _rate_out_of_bounds(rate_per_min))
        scale = 60.0 / rate_per_min / self.period_s
        inhale_s, hold_in_s, exhale_s, hold_out_s = (part * scale for part in self.parts_s)
        return replace(
            self,
            inhale_s=inhale_s,
            hold_in_s=hold_in_s,
            exhale_s=exhale_s,
            hold_out_s=hold_out_s,
            name="",
        )

    def stepped(self, by_per_min: float) -> Self | None:
        """Next slower or faster tenth of a breath a minute; ``None`` at the bound."""
        wanted = round(self.rate_per_min + by_per_min, 1)
        rate = min(max(wanted, MIN_RATE_PER_MIN), MAX_RATE_PER_MIN)
        if abs(rate - self.rate_per_min) < _ROUNDING:
            return None
        return self.with_rate(rate)

    def change_at(self, t: float, *, glide: bool = True) -> PacerChange:
        """Event that asks for this pattern at ``t``."""
        return PacerChange(
            t,
            inhale_s=self.inhale_s,
            hold_in_s=self.hold_in_s,
            exhale_s=self.exhale_s,
            hold_out_s=self.hold_out_s,
            name=self.name,
            glide=glide,
        )


def _rate_out_of_bounds(rate: float) -> str:
    return (
        f"the pace must be {MIN_RATE_PER_MIN:g} to {MAX_RATE_PER_MIN:g} breaths a minute, "
        f"not {rate:.3g}"
    )


class _PatternFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    about: str = ""
    order: int = 100
    rate_per_min: float | None = None
    inhale_share: float | None = None
    inhale_s: float | None = None
    hold_in_s: float = 0.0
    exhale_s: float | None = None
    hold_out_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Preset:
    """A pattern that ships with the app, or that a clinician added."""

    id: str
    about: str
    pattern: Pattern
    order: int = 100
    own: bool = False
    """Added here, not one that ships with the app."""
    by_rate: bool = False
    """Given as a rate and a share, not in seconds."""


@dataclass(frozen=True, slots=True)
class Presets:
    """What was found: the usable presets by id, in display order, and the unusable files."""

    by_id: dict[str, Preset]
    problems: tuple[BadContent, ...]


def load_patterns(folder: Path | None = None, extra: Path | None = None) -> Presets:
    """Load every preset, one TOML file each; a bad file is told and the others still load.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.toml``; by default the bundled ``assets/patterns``.
    extra : Path, optional
        Folder of one's own; it need not exist. A file with the name of a bundled one is refused.
    """
    found: dict[str, Preset] = {}
    problems: list[BadContent] = []
    files = [(path, False) for path in _files(folder or assets("patterns"))]
    files += [(path, True) for path in _files(extra)] if extra is not None else []
    for path, own in files:
        try:
            preset = _read_preset(path, own=own)
            if preset.id in found:
                raise BadContent(
                    path.name, None, "there is a pattern of that name already; rename the file"
                )
        except BadContent as problem:
            problems.append(problem)
        else:
            found[preset.id] = preset
    ordered = sorted(found.values(), key=lambda preset: (preset.order, preset.id))
    return Presets({preset.id: preset for preset in ordered}, tuple(problems))


def pattern_toml(pattern: Pattern, *, by_rate: bool = False) -> str:
    """Text of a file that `load_patterns` reads as this pattern.

    Parameters
    ----------
    pattern : Pattern
        Its name is kept too.
    by_rate : bool
        As a rate and a share of breathing in; only for a breath without holds.
    """
    name = "".join(f"\\u{ord(c):04X}" if _escaped(c) else c for c in pattern.name)
    if by_rate:
        values = {"rate_per_min": pattern.rate_per_min, "inhale_share": pattern.inhale_share}
    else:
        parts = ("inhale_s", "hold_in_s", "exhale_s", "hold_out_s")
        values = dict(zip(parts, pattern.parts_s, strict=True))
    lines = [f'name = "{name}"', *(f"{key} = {value!r}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _escaped(letter: str) -> bool:
    return letter in '"\\\x7f' or ord(letter) < 0x20


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.toml"))


def _read_preset(path: Path, *, own: bool) -> Preset:
    text, raw = read_toml(path)
    file = convert(path, text, raw, _PatternFile)
    try:
        pattern = _pattern_of(file)
    except InvalidPattern as invalid:
        raise BadContent(path.name, line_of(text, invalid.part), invalid.why) from invalid
    return Preset(
        id=path.stem,
        about=file.about,
        pattern=pattern,
        order=file.order,
        own=own,
        by_rate=file.rate_per_min is not None,
    )


def _pattern_of(file: _PatternFile) -> Pattern:
    if file.rate_per_min is not None:
        timed = (file.inhale_s, file.exhale_s) != (None, None) or file.hold_in_s or file.hold_out_s
        if timed:
            raise InvalidPattern(
                "rate_per_min", file.rate_per_min, "give either a rate or seconds, not both"
            )
        share = DEFAULT_INHALE_SHARE if file.inhale_share is None else file.inhale_share
        return Pattern.from_rate(file.rate_per_min, share, file.name)
    if file.inhale_share is not None:
        raise InvalidPattern(
            "inhale_share", file.inhale_share, "inhale_share goes with rate_per_min only"
        )
    if file.inhale_s is None or file.exhale_s is None:
        raise InvalidPattern("name", None, "give rate_per_min, or inhale_s and exhale_s")
    return Pattern(file.inhale_s, file.hold_in_s, file.exhale_s, file.hold_out_s, file.name)
