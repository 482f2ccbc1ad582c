"""Entries of every kind as bytes, and back."""

from collections.abc import Iterable

import msgspec

from coherence_desktop.chart.base import VERSION
from coherence_desktop.chart.clinic import (
    Archived,
    CeilingSet,
    Described,
    HierarchyArranged,
    Identified,
    ProgressRuleSet,
    ResonanceChosen,
    Screened,
    SignedOff,
    SignOffWithdrawn,
    TrialDefaultsSet,
    TriedOnce,
    Unarchived,
)
from coherence_desktop.chart.handover import HandedOver, HandoverKeyMade, Received
from coherence_desktop.chart.home import (
    BoosterDone,
    EmergencyContactsSet,
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
    PlanAgreed,
    QuestionnaireAnswered,
    ReminderSet,
)

AnyEntry = (
    Identified
    | Described
    | Archived
    | Unarchived
    | Screened
    | SignedOff
    | SignOffWithdrawn
    | CeilingSet
    | TriedOnce
    | HierarchyArranged
    | TrialDefaultsSet
    | ProgressRuleSet
    | ResonanceChosen
    | PlanAgreed
    | GoalSet
    | GoalRated
    | GoalDropped
    | MilestoneNamed
    | MilestoneReached
    | QuestionnaireAnswered
    | BoosterDone
    | EmergencyContactsSet
    | ReminderSet
    | HandoverKeyMade
    | HandedOver
    | Received
)


class UndecodableEntry(ValueError):
    """Bytes that are no entry of this vocabulary; carries them as ``raw``."""

    def __init__(self, raw: bytes, why: str) -> None:
        super().__init__(f"not a chart entry of vocabulary {VERSION}: {why}")
        self.raw = raw


_encoder = msgspec.msgpack.Encoder()
_decoder: msgspec.msgpack.Decoder[list[AnyEntry]] = msgspec.msgpack.Decoder(list[AnyEntry])


def encode_entries(entries: Iterable[AnyEntry]) -> bytes:
    """Encode entries as one msgpack array, in order."""
    return _encoder.encode(list(entries))


def decode_entries(raw: bytes) -> list[AnyEntry]:
    """Decode what `encode_entries` wrote.

    Raises
    ------
    UndecodableEntry
        If ``raw`` is not wholly made of entries of this vocabulary.
    """
    try:
        return _decoder.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UndecodableEntry(raw, str(error)) from error
