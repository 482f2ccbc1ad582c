"""Questionnaires as files: items, answers, totals and bands."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from coherence_desktop.practice.content import BadContent, convert, line_of, read_toml
from coherence_desktop.resources import assets


@dataclass(frozen=True, slots=True)
class Option:
    """An answer and what it counts."""

    value: int
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A question."""

    id: str
    text: str
    note: str = ""
    """Whom it is for, if not for everyone."""
    optional: bool = False
    """Left out it counts 0, and is not missing."""


@dataclass(frozen=True, slots=True)
class Band:
    """A range of totals, from ``low`` to the next band."""

    low: float
    name: str


@dataclass(frozen=True, slots=True)
class ItemNotice:
    """What an answer above a value asks for, whatever the total."""

    item: str
    above: int
    clinician: str
    person: str


@dataclass(frozen=True, slots=True)
class After:
    """A question at the end that counts for nothing."""

    id: str
    text: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """What answers amount to.

    Attributes
    ----------
    total : float or None
        ``None`` where too much was left out.
    band : str
        Name of its range, or empty.
    missing : tuple of str
        Ids of the items that were left out, without the optional ones.
    """

    total: float | None
    band: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire, as it was read."""

    id: str
    name: str
    title: str
    about: str
    stem: str
    options: tuple[Option, ...]
    items: tuple[Item, ...]
    bands: tuple[Band, ...]
    source: str
    licence: str
    missing_share: float
    notice: ItemNotice | None = None
    after: After | None = None
    order: int = 100
    own: bool = False

    @property
    def highest(self) -> int:
        """The highest total there can be."""
        return len(self.items) * max(option.value for option in self.options)

    def band_of(self, total: float) -> str:
        """Name of the range that a total lies in."""
        return next((band.name for band in reversed(self.bands) if total >= band.low), "")

    def score(self, answers: Mapping[str, int]) -> Score:
        """Add up answers, by id of the item.

        Up to `missing_share` of the items may be left out: the mean of the others stands in for
        each, and the total is rounded. With more there is no total.
        """
        values = {option.value for option in self.options}
        given = {i.id: answers[i.id] for i in self.items if answers.get(i.id) in values}
        left_out = [item for item in self.items if item.id not in given]
        missing = tuple(item.id for item in left_out if not item.optional)
        if not given or len(missing) > self.missing_share * len(self.items):
            return Score(None, "", missing)
        counted = len(given) + sum(item.optional for item in left_out)
        total = sum(given.values())
        if missing:
            total = int(total * (counted + len(missing)) / counted + 0.5)
        return Score(float(total), self.band_of(total), missing)

    def notice_for(self, answers: Mapping[str, int]) -> ItemNotice | None:
        """What an answer asks for, with its words filled in."""
        notice = self.notice
        if notice is None or answers.get(notice.item, notice.above) <= notice.above:
            return None
        texts = {option.value: option.text for option in self.options}
        said = texts.get(answers[notice.item], "").lower()
        told = notice.clinician.replace("{answer}", said)
        return ItemNotice(notice.item, notice.above, told, notice.person)


@dataclass(frozen=True, slots=True)
class Questionnaires:
    """The usable questionnaires in display order, and the files that were refused."""

    questionnaires: tuple[Questionnaire, ...]
    problems: tuple[BadContent, ...] = ()

    @property
    def by_id(self) -> dict[str, Questionnaire]:
        """The questionnaires by id, in display order."""
        return {each.id: each for each in self.questionnaires}


class _Option(msgspec.Struct, forbid_unknown_fields=True):
    value: int
    text: str


class _Item(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    text: str
    note: str = ""
    optional: bool = False


class _Band(msgspec.Struct, forbid_unknown_fields=True, rename={"low": "from"}):
    low: float
    name: str


class _Notice(msgspec.Struct, forbid_unknown_fields=True):
    item: str
    above: int
    clinician: str
    person: str


class _After(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    text: str
    options: tuple[str, ...]


class _File(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    name: str
    title: str
    stem: str
    source: str
    licence: str
    option: list[_Option]
    item: list[_Item]
    band: list[_Band] = []
    about: str = ""
    missing_share: float = 0.0
    notice: _Notice | None = None
    after: _After | None = None
    order: int = 100


def load_questionnaires(folder: Path | None = None, extra: Path | None = None) -> Questionnaires:
    """Load every questionnaire, one TOML file each; a bad file is told and the others still load.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.toml``; by default the bundled ``assets/questionnaires``.
    extra : Path, optional
        Folder of one's own; it need not exist. A file with the name of a bundled one is refused:
        totals must mean the same over time.
    """
    found: dict[str, Questionnaire] = {}
    problems: list[BadContent] = []
    files = [(path, False) for path in sorted((folder or assets("questionnaires")).glob("*.toml"))]
    files += [(path, True) for path in sorted(extra.glob("*.toml"))] if extra is not None else []
    for path, own in files:
        try:
            one = _read(path, own=own)
            if one.id in found:
                why = "there is a questionnaire of that name already; rename the file"
                raise BadContent(path.name, None, why)
        except BadContent as problem:
            problems.append(problem)
        else:
            found[one.id] = one
    ordered = sorted(found.values(), key=lambda one: (one.order, one.id))
    return Questionnaires(tuple(ordered), tuple(problems))


def _read(path: Path, *, own: bool) -> Questionnaire:
    text, raw = read_toml(path)
    file = convert(path, text, raw, _File)
    wrong = _wrong(file)
    if wrong is not None:
        key, why = wrong
        raise BadContent(path.name, line_of(text, key), why)
    notice, after = file.notice, file.after
    return Questionnaire(
        id=path.stem,
        name=file.name,
        title=file.title,
        about=file.about,
        stem=file.stem,
        options=tuple(Option(one.value, one.text) for one in file.option),
        items=tuple(Item(one.id, one.text, one.note, one.optional) for one in file.item),
        bands=tuple(Band(one.low, one.name) for one in file.band),
        source=file.source,
        licence=file.licence,
        missing_share=file.missing_share,
        notice=None if notice is None else ItemNotice(**msgspec.structs.asdict(notice)),
        after=None if after is None else After(after.id, after.text, after.options),
        order=file.order,
        own=own,
    )


def _wrong(file: _File) -> tuple[str, str] | None:
    for key in ("name", "title", "stem"):
        if not getattr(file, key).strip():
            return key, f"{key} must not be empty"
    if not file.item or len(file.option) < 2:
        return "stem", "it needs at least one [[item]] and two [[option]]"
    ids = [item.id for item in file.item]
    if len(set(ids)) != len(ids):
        return "id", "two items have the same id"
    if len({option.value for option in file.option}) != len(file.option):
        return "value", "two options have the same value"
    lows = [band.low for band in file.band]
    if lows != sorted(set(lows)):
        return "from", "bands must be in order, each from a higher total"
    if not 0.0 <= file.missing_share < 1.0:
        return "missing_share", "missing_share must be from 0 to less than 1"
    if file.notice is not None and file.notice.item not in ids:
        return "item", f'there is no item "{file.notice.item}"'
    return None
