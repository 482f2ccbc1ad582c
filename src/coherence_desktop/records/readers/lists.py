"""Cells that hold several RR intervals: those of one packet, or a whole recording."""

import re
from collections.abc import Sequence
from pathlib import Path

from coherence_desktop.records.readers.lines import Line, cell_number, damaged, number
from coherence_desktop.records.readers.unreadable import Reason, UnreadableRecording

MOST_IN_A_PACKET = 9
"""Intervals that a Bluetooth heart rate packet of 20 bytes can hold."""

_BETWEEN = re.compile(r"[;,|\s]+")


class RrCells:
    """Reads the cells of a column of RR intervals, in the order of the file.

    Parameters
    ----------
    cells : sequence of (Line, str)
        Not empty, with the line of each.
    delimiter : str
        Between the cells of a line.
    path : Path
        For messages.
    """

    def __init__(self, cells: Sequence[tuple[Line, str]], delimiter: str, path: Path) -> None:
        self._cells = cells
        # Where some cells are lists with commas, '812,790' is a list too, not a decimal comma.
        lists = any(len(_parts(cell)) > 2 for _, cell in cells if "," in cell)
        self._delimiter = "," if lists else delimiter
        self._path = path

    def read(self) -> tuple[list[float], list[int]]:
        """Give all intervals, and the number of the line of each.

        Raises
        ------
        UnreadableRecording
            If a cell is no number or list, or there are several recordings.
        """
        values: list[float] = []
        lines: list[int] = []
        longest = 0
        for line, cell in self._cells:
            here = self._values(cell, line)
            longest = max(longest, len(here))
            values += here
            lines += [line.number] * len(here)
        if longest > MOST_IN_A_PACKET and len(self._cells) > 1:
            what = (
                f"holds {len(self._cells)} recordings, one a row. "
                "Keep the first line and one other, and save them as a file of their own."
            )
            raise UnreadableRecording(self._path, Reason.SEVERAL, what)
        return values, lines

    def _values(self, cell: str, line: Line) -> list[float]:
        single = cell_number(cell, self._delimiter)
        if single is not None:
            return [single]
        values = [number(part) for part in _parts(cell)]
        if not values or None in values:
            raise damaged(line, self._path)
        return [value for value in values if value is not None]


def _parts(cell: str) -> list[str]:
    inner = cell.strip().removeprefix("[").removesuffix("]").strip(" ;,|\t")
    return _BETWEEN.split(inner) if inner else []
