"""``exercises``: what can be practised in interoceptive exposure."""

from typing import TYPE_CHECKING

from coherence_desktop.cli.options import Json
from coherence_desktop.cli.output import give, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coherence_desktop.practice.exercises import Exercise


def exercises(*, json: Json = False) -> None:
    """List the exercises, bundled ones and your own.

    A file that cannot be used is told on stderr, with its line and the reason; the others are
    listed all the same.
    """
    from coherence_desktop.practice.readiness import load_readiness
    from coherence_desktop.records.locations import own_content

    found, screening = load_readiness(own_content())
    for problem in (*screening.problems, *found.problems):
        say(problem.message)
    if json:
        give({"exercises": [_row(exercise) for exercise in found.exercises]})
    else:
        _show(found.exercises)


def _row(exercise: "Exercise") -> dict[str, object]:
    return {
        "id": exercise.id,
        "name": exercise.name,
        "default_s": exercise.default_s,
        "max_s": exercise.max_s,
        "sensations": exercise.sensations,
        "concerns": exercise.concerns,
    }


def _show(found: "Iterable[Exercise]") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    listed = list(found)
    widest = max((len(exercise.id) for exercise in listed), default=0)
    table = Table(
        Column("id", min_width=widest),
        *("usual", "at most", "brings"),
        Column("concerns", overflow="fold"),
        box=None,
    )
    for exercise in listed:
        table.add_row(
            exercise.id,
            f"{exercise.default_s:g} s",
            f"{exercise.max_s:g} s",
            ", ".join(exercise.sensations),
            ", ".join(exercise.concerns),
        )
    Console(highlight=False, markup=False).print(table, soft_wrap=True)
