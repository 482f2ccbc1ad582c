"""What is said of a pattern, and of what was written for one."""

from coherence_desktop.practice.pattern import InvalidPattern, Pattern

_NAMES = {
    "inhale_s": "breathing in",
    "hold_in_s": "the first hold",
    "exhale_s": "breathing out",
    "hold_out_s": "the second hold",
}


def parts(pattern: Pattern) -> str:
    """Seconds of each part: "In 4 s, hold 4 s, out 4 s, hold 4 s"."""
    named = zip(("in", "hold", "out", "hold"), pattern.parts_s, strict=True)
    said = ", ".join(f"{name} {number(seconds)} s" for name, seconds in named if seconds > 0.0)
    return said[:1].upper() + said[1:]


def rate(pattern: Pattern) -> str:
    """Breaths a minute."""
    return f"{number(pattern.rate_per_min)} breaths a minute"


def number(value: float) -> str:
    """A number with at most two decimals and none that say nothing."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def refusal(invalid: InvalidPattern) -> str:
    """Why a breath cannot be paced, without the names that files use."""
    why = invalid.why
    for key, name in _NAMES.items():
        why = why.replace(key, name)
    return f"{why[:1].upper()}{why[1:]}."


def not_a_number(name: str, text: str) -> str:
    """Why a field cannot be read."""
    if not text:
        return f"{name} is empty. Write a number, like 4 or 4.5."
    return f"{name} is no number: {text}. Write it like 4 or 4.5."
