"""The table of participants of a BIDS dataset, carried on as sessions are added."""

from pathlib import Path
from typing import Self

from coherence_desktop.records.export.cells import ABSENT, tsv_cell
from coherence_desktop.records.export.problems import NoDataset
from coherence_desktop.records.export.session import SessionToExport, plain_label

_ID, _CLIENT, _PSEUDONYM = "participant_id", "client", "pseudonym"


class Participants:
    """Rows of the table; columns of others stay as they are.

    Parameters
    ----------
    columns : list of str
    rows : list of list of str
    """

    def __init__(self, columns: list[str], rows: list[list[str]]) -> None:
        self._columns = columns
        self._rows = rows

    @classmethod
    def of(cls, text: str | None, path: Path) -> Self:
        """Read the table; ``None`` begins one.

        Raises
        ------
        NoDataset
            If it is no table with a column of participants.
        """
        if text is None:
            return cls([_ID], [])
        columns, *rows = [line.split("\t") for line in text.splitlines() if line] or [[""]]
        if columns[0] != _ID or any(len(row) != len(columns) for row in rows):
            raise NoDataset(path)
        return cls(columns, rows)

    @property
    def ours(self) -> list[str]:
        """Those of its columns that are described here."""
        return [name for name in self._columns if name in (_ID, _CLIENT, _PSEUDONYM)]

    def label(self, session: SessionToExport, *, names: bool) -> str:
        """Give the label of a session's client, whose row is there from now on.

        No two clients have the same one, whatever their names; case does not tell them apart
        either, as it does not on every disk.
        """
        told: dict[str, str] = {}
        label = ""
        if names and session.client_name:
            told = {_CLIENT: tsv_cell(session.client_name), _PSEUDONYM: session.pseudonym}
            label = plain_label(session.client_name)
        known = self._row(f"sub-{label}")
        if not label:
            label = session.pseudonym
        elif known is not None and self._cell(known, _PSEUDONYM) != session.pseudonym:
            label += session.pseudonym
        self._add(f"sub-{label}", told)
        return label

    def text(self) -> str:
        """The whole table."""
        rows = [self._columns, *self._rows]
        return "".join("\t".join(row) + "\n" for row in rows)

    def _row(self, participant: str) -> list[str] | None:
        named = participant.casefold()
        return next((row for row in self._rows if row[0].casefold() == named), None)

    def _cell(self, row: list[str], column: str) -> str:
        return row[self._columns.index(column)] if column in self._columns else ABSENT

    def _add(self, participant: str, told: dict[str, str]) -> None:
        row = self._row(participant)
        if row is None:
            row = [participant, *(ABSENT for _ in self._columns[1:])]
            self._rows.append(row)
        for column, cell in told.items():
            if column not in self._columns:
                self._columns.append(column)
                for each in self._rows:
                    each.append(ABSENT)
            if self._cell(row, column) == ABSENT:
                row[self._columns.index(column)] = cell
