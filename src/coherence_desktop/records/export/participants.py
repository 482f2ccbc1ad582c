"""The table of participants of a BIDS dataset, carried on as sessions are added."""

from pathlib import Path
from typing import Self

from coherence_desktop.records.export.cells import ABSENT, tsv_cell
from coherence_desktop.records.export.problems import NoDataset
from coherence_desktop.records.export.session import SessionToExport, plain_label

_ID, _CLIENT = "participant_id", "client"


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
        return [name for name in self._columns if name in (_ID, _CLIENT)]

    def label(self, session: SessionToExport, *, names: bool) -> str:
        """Give the label of a session's client, whose row is there from now on."""
        label = plain_label(session.client_name) if names else ""
        client = tsv_cell(session.client_name) if names else ABSENT
        if label and self._client(f"sub-{label}") not in (None, client):
            label += session.pseudonym  # two names that differ in signs only
        label = label or session.pseudonym
        self._add(f"sub-{label}", client)
        return label

    def text(self) -> str:
        """The whole table."""
        rows = [self._columns, *self._rows]
        return "".join("\t".join(row) + "\n" for row in rows)

    def _client(self, participant: str) -> str | None:
        for row in self._rows:
            if row[0] == participant:
                return row[self._columns.index(_CLIENT)] if _CLIENT in self._columns else ABSENT
        return None

    def _add(self, participant: str, client: str) -> None:
        if client != ABSENT and _CLIENT not in self._columns:
            self._columns.append(_CLIENT)
            for row in self._rows:
                row.append(ABSENT)
        if self._client(participant) is None:
            known = {_ID: participant, _CLIENT: client}
            self._rows.append([known.get(name, ABSENT) for name in self._columns])
