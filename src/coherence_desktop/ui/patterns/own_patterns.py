"""Patterns that this user wrote: each a TOML file in a folder of their own."""

import re
import unicodedata
from pathlib import Path

from coherence_desktop.errors import Problem
from coherence_desktop.practice.pattern import Pattern
from coherence_desktop.practice.patterns import Presets, load_patterns, pattern_toml


class PatternNotKept(Problem):
    """The disk refused a pattern."""

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(
            f"The pattern could not be written to {path} ({error.strerror}). "
            "Make room or allow writing there, then keep it again.",
            error.errno,
        )


class NameTaken(Problem):
    """Two patterns of one name would be mistaken for each other."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is a pattern {name} already. Give this one another name.", name)


class NameMissing(Problem):
    """A pattern without a name could not be chosen again."""

    def __init__(self) -> None:
        super().__init__("A pattern needs a name. Write one or two words.")


class OwnPatterns:
    """The bundled patterns, and those in a folder where more can be kept.

    Parameters
    ----------
    folder : Path
        It need not exist; keeping the first pattern makes it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self) -> Presets:
        """All of them, in display order, and the files that were refused."""
        return load_patterns(extra=self._folder)

    def keep(self, pattern: Pattern, *, by_rate: bool = False, instead_of: str = "") -> str:
        """Keep a pattern, in place of another one's file if that is named; gives its id.

        Raises
        ------
        NameMissing, NameTaken, PatternNotKept
            If it is not kept; what was there is as it was.
        """
        name = " ".join(pattern.name.split())
        if not name:
            raise NameMissing
        known = self.load().by_id
        others = {
            preset.pattern.name.casefold() for key, preset in known.items() if key != instead_of
        }
        if name.casefold() in others:
            raise NameTaken(name)
        key = instead_of or self._free_id(name, set(known))
        path = self._folder / f"{key}.toml"
        unfinished = path.with_suffix(".part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_text(pattern_toml(pattern, by_rate=by_rate), encoding="utf-8")
            unfinished.replace(path)
        except OSError as error:
            raise PatternNotKept(path, error) from error
        return key

    def delete(self, key: str) -> None:
        """Delete a pattern's file; one that is not there is deleted already.

        Raises
        ------
        PatternNotKept
            If the disk refuses.
        """
        path = self._folder / f"{key}.toml"
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise PatternNotKept(path, error) from error

    def _free_id(self, name: str, taken: set[str]) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:40] or "pattern"
        taken |= {path.stem for path in self._folder.glob("*.toml")}
        number, key = 1, stem
        while key in taken:
            number += 1
            key = f"{stem}_{number}"
        return key
