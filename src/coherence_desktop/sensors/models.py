"""What is known of each strap model, from ``devices/*.toml``, found by the advertised name."""

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from coherence_desktop import resources
from coherence_desktop.errors import Problem

GENERIC_ID = "generic"
HEART_RATE_SERVICE_SHORT = "180d"

_BASE_UUID_TAIL = "-0000-1000-8000-00805f9b34fb"
_MAX_FILE_BYTES = 100_000
_SOURCED = ("name_patterns", "wearing", "battery_cell", "rr_latency_s", "quirks")
_SAYS_NOTHING = ((), "", "unknown", None)


class Known(StrEnum):
    """Whether a strap sends something; ``UNKNOWN`` where no source says."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Placement(StrEnum):
    """Where on the body the strap is worn."""

    CHEST = "chest"
    ARM = "arm"
    UNKNOWN = "unknown"


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Sends(_Table, frozen=True, kw_only=True):
    """What the strap sends. Each fact but ``unknown`` has a source."""

    rr: Known = Known.UNKNOWN
    contact: Known = Known.UNKNOWN
    energy: Known = Known.UNKNOWN
    battery: Known = Known.UNKNOWN
    ecg: Known = Known.UNKNOWN
    acceleration: Known = Known.UNKNOWN
    ecg_hz: tuple[float, ...] = ()
    acceleration_hz: tuple[float, ...] = ()


class StrapModel(_Table, frozen=True, kw_only=True):
    """One file of ``devices/``."""

    id: str
    name: str
    """As people call it."""
    name_patterns: tuple[str, ...] = ()
    """Advertised names, ``*`` for any text and ``?`` for any letter; capitals do not matter."""
    example_name: str = ""
    """A name such a strap advertises."""
    manufacturer: str = ""
    services: tuple[str, ...] = (HEART_RATE_SERVICE_SHORT,)
    """GATT services, as 16-bit hexadecimal numbers or whole UUIDs."""
    placement: Placement = Placement.UNKNOWN
    wearing: str = ""
    """How to put it on so that it measures well."""
    battery_cell: str = "unknown"
    rr_latency_s: float | None = None
    """Usual time from a beat to the arrival of its interval, where somebody measured it."""
    quirks: tuple[str, ...] = ()
    sends: Sends
    sources: dict[str, str] = {}
    """Where each fact comes from, by the name of the fact."""

    @property
    def is_generic(self) -> bool:
        """Whether nothing is known but that it is a heart rate strap."""
        return self.id == GENERIC_ID


class StrapModels(NamedTuple):
    """All models that could be read, and a sentence for each file that could not."""

    models: tuple[StrapModel, ...]
    problems: tuple[Problem, ...]

    @property
    def generic(self) -> StrapModel:
        """The model of a strap that is not known."""
        return next((model for model in self.models if model.is_generic), _FALLBACK)

    def by_id(self, model_id: str) -> StrapModel:
        """Give the model with this id.

        Raises
        ------
        Problem
            If there is none.
        """
        for model in self.models:
            if model.id == model_id:
                return model
        known = ", ".join(model.id for model in self.models)
        raise Problem(f"There is no strap model “{model_id}”. Known are: {known}.", model_id)

    def match(self, name: str | None, service_uuids: Iterable[str] = ()) -> StrapModel:
        """Find the model of an advertised device; generic where none fits.

        The pattern with the most letters of its own wins, so ``TICKR X*`` goes before ``TICKR*``.
        A name is believed only if the device, where it advertises services at all, advertises
        one that the model has.
        """
        if not name:
            return self.generic
        advertised = {full_uuid(uuid) for uuid in service_uuids}
        best, best_letters = self.generic, 0
        for model in self.models:
            if advertised and advertised.isdisjoint(map(full_uuid, model.services)):
                continue
            for pattern in model.name_patterns:
                letters = len(pattern) - pattern.count("*") - pattern.count("?")
                if letters > best_letters and _matches(pattern, name):
                    best, best_letters = model, letters
        return best


_FALLBACK = StrapModel(id=GENERIC_ID, name="Heart rate strap", sends=Sends())


def full_uuid(uuid: str) -> str:
    """Write a 16-bit, 32-bit or whole UUID in the one full form, in small letters."""
    uuid = uuid.lower().removeprefix("0x")
    return f"{uuid:0>8}{_BASE_UUID_TAIL}" if len(uuid) <= 8 else uuid


def load_models(folder: Path | None = None) -> StrapModels:
    """Read every strap model of a folder, the bundled one unless told.

    A file that cannot be used is left out and named in ``problems``; the others still load.
    """
    models: dict[str, StrapModel] = {}
    problems: list[Problem] = []
    for path in sorted((folder or resources.devices()).glob("*.toml")):
        try:
            models[path.stem] = _read(path)
        except Problem as problem:
            problems.append(problem)
    return StrapModels(tuple(models.values()), tuple(problems))


@cache
def bundled_models() -> StrapModels:
    """Read the models that ship with the app, once."""
    return load_models()


def match(name: str | None, service_uuids: Iterable[str] = ()) -> StrapModel:
    """Find the bundled model of an advertised device; see `StrapModels.match`."""
    return bundled_models().match(name, service_uuids)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern), re.IGNORECASE)


def _matches(pattern: str, name: str) -> bool:
    return _compiled(pattern).match(name.strip()) is not None


def _read(path: Path) -> StrapModel:
    try:
        if path.stat().st_size > _MAX_FILE_BYTES:
            raise _bad(path, None, "it is far larger than a strap model")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise _bad(path, None, "it is not UTF-8 text") from error
    except OSError as error:
        raise _bad(path, None, error.strerror or str(error)) from error
    try:
        model = msgspec.convert(tomllib.loads(text), StrapModel)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        why = re.sub(r" \(at .*\)$", "", str(error))
        raise _bad(path, int(line[1]) if line else None, why) from error
    except msgspec.ValidationError as error:
        raise _bad(path, _line_of(str(error), text), str(error)) from error
    for field, why in _inconsistencies(model, path.stem):
        raise _bad(path, _line_of(f"`{field}`", text), why)
    return model


def _inconsistencies(model: StrapModel, stem: str) -> Iterable[tuple[str, str]]:
    """What a file of the right form may still get wrong, as (field, why)."""
    if model.id != stem:
        yield "id", f"id is “{model.id}” but must be the file's name, “{stem}”"
    for uuid in model.services:
        if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", full_uuid(uuid)):
            yield "services", f"“{uuid}” is not a service UUID"
    for pattern in model.name_patterns:
        if not pattern.strip("*? "):
            yield "name_patterns", f"the pattern “{pattern}” would match every device"
    facts = {fact: getattr(model.sends, fact) for fact in model.sends.__struct_fields__}
    facts |= {fact: getattr(model, fact) for fact in _SOURCED}
    for fact, value in facts.items():
        if value in _SAYS_NOTHING or fact.removesuffix("_hz") in model.sources:
            continue
        yield fact, f"{fact} has no source: name one under [sources], or say “unknown”"
    for fact in model.sources.keys() - facts.keys() - {"services"}:
        yield fact, f"[sources] names “{fact}”, which is no fact of this file"


def _line_of(message: str, text: str) -> int | None:
    """Line of the field that a validation message names in backquotes, alone or as a path."""
    unknown = re.search(r"unknown field `(\w+)`", message)
    quoted = re.findall(r"`([^`]+)`", message)
    names = [unknown[1]] if unknown else re.findall(r"\w+", quoted[-1]) if quoted else []
    line = None
    for number, content in enumerate(text.splitlines(), start=1):
        if names and re.match(rf"\s*\[?{re.escape(names[0])}\b", content):
            line = number
            names = names[1:]
    return line


def _bad(path: Path, line: int | None, why: str) -> Problem:
    where = f"{path.name}, line {line}" if line else path.name
    return Problem(f"The strap model {where} cannot be used: {why}.", path)
