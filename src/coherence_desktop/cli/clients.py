"""Finds the client that a command is about."""

from typing import TYPE_CHECKING

from coherence_desktop.errors import Problem

if TYPE_CHECKING:
    from coherence_desktop.records.charts import ClientHead
    from coherence_desktop.records.library import Library


class ClientNotFound(Problem):
    """Nobody goes by that name."""

    def __init__(self, reference: str) -> None:
        message = f"There is no client {reference!r} in this library. Check the name or code."
        super().__init__(message, reference)


class ClientAmbiguous(Problem):
    """Several clients go by that name."""

    def __init__(self, reference: str, ids: list[str]) -> None:
        named = ", ".join(ids)
        message = f"{len(ids)} clients go by {reference!r}. Give the id of one of them: {named}."
        super().__init__(message, reference)


def find_client(library: "Library", reference: str) -> "ClientHead":
    """Find one client by name or code, in capitals or not, or by id.

    Raises
    ------
    ClientNotFound, ClientAmbiguous
        If none or several go by that.
    """
    from coherence_desktop.records.charts import Charts

    wanted = reference.strip().casefold()
    heads = Charts(library).clients()
    found = [head for head in heads if head.id.casefold() == wanted]
    found = found or [head for head in heads if wanted and head.name.casefold() == wanted]
    if not found:
        raise ClientNotFound(reference)
    if len(found) > 1:
        raise ClientAmbiguous(reference, [head.id for head in found])
    return found[0]
