"""``practices``: what can be practised alone."""

from typing import TYPE_CHECKING

from coherence_desktop.cli.options import Json
from coherence_desktop.cli.output import give, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coherence_desktop.practice.catalogue import Offer


def practices(*, json: Json = False) -> None:
    """List breathing patterns, assessments and compassion practices, your own ones with them.

    A file that cannot be used is told on stderr, with its line and the reason; the others are
    listed all the same.
    """
    from coherence_desktop.practice.catalogue import load_catalogue
    from coherence_desktop.records.locations import own_content

    found = load_catalogue(own_content())
    for problem in found.problems:
        say(problem.message)
    if json:
        give({"practices": [_row(offer) for offer in found.offers]})
    else:
        _show(found.offers)


def _row(offer: "Offer") -> dict[str, object]:
    return {
        "id": offer.id,
        "name": offer.name,
        "kind": offer.kind,
        "duration_s": offer.duration_s,
    }


def _show(offers: "Iterable[Offer]") -> None:
    from rich.console import Console
    from rich.table import Column, Table

    listed = list(offers)
    widest = max((len(offer.id) for offer in listed), default=0)
    table = Table(
        Column("id", min_width=widest),
        *("name", "kind", "takes"),
        box=None,
    )
    for offer in listed:
        table.add_row(offer.id, offer.name, offer.kind, _length(offer.duration_s))
    Console(highlight=False, markup=False).print(table, soft_wrap=True)


def _length(duration_s: float) -> str:
    minutes = duration_s / 60.0
    return f"{duration_s:g} s" if minutes < 1.0 else f"{minutes:.2g} min"
