"""Files of breathing patterns: those that ship with the app, and a clinician's own."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.practice.pattern import DEFAULT_INHALE_SHARE, InvalidPattern, Pattern
from coherence_desktop.resources import assets


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
