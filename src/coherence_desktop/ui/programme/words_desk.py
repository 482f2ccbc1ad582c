"""Where the words of a practice go: what is private to a store of its own, the rest to the log."""

from typing import Protocol

import msgspec

from coherence_desktop.events import Answer, AnyEvent, WritingKept
from coherence_desktop.practice.programme_state import ProgrammeState
from coherence_desktop.practice.programme_steps import Keep, WritingStep
from coherence_desktop.practice.programmes import CompassionPractice
from coherence_desktop.records.problems import WritingGone
from coherence_desktop.records.writings import Writing, WritingKind, new_writing


class Keeper(Protocol):
    """A store of a person's texts, such as `Writings`."""

    def all(self) -> list[Writing]:
        """Read all texts, the newest first."""

    def read(self, writing_id: str) -> Writing:
        """Read one text."""

    def keep(self, writing: Writing) -> None:
        """Keep a text, in the place of the one with the same id."""

    def delete(self, writing_id: str) -> None:
        """Delete a text for good."""


class WordsDesk:
    """Finds and keeps what a person writes in one run of a practice.

    Parameters
    ----------
    practice : CompassionPractice
    keeper : Keeper or None
        Without one, private words last as long as the run.
    """

    def __init__(self, practice: CompassionPractice, keeper: Keeper | None) -> None:
        self._practice = practice
        self._keeper = keeper
        self._ids: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        self._unkept: dict[str, tuple[WritingStep, str, float]] = {}

    @property
    def keeps(self) -> bool:
        """Whether private words are kept."""
        return self._keeper is not None

    def words_for(self, step: WritingStep, state: ProgrammeState) -> str:
        """Find what was written to a question, in this run or for use in every run.

        Raises
        ------
        LibraryProblem
            If the store cannot be read.
        """
        if not step.private:
            return state.answers.get(step.question, "")
        if self._keeper is None:
            return self._loose.get(step.question, "")
        if step.question in self._unkept:
            return self._unkept[step.question][1]
        writing = self._found(self._keeper, step, state)
        return "" if writing is None else writing.text

    def own_words(self, question: str, state: ProgrammeState) -> str:
        """Find what was written to a question of this practice; empty if nothing was."""
        for step in self._practice.steps:
            if isinstance(step, WritingStep) and step.question == question:
                return self.words_for(step, state)
        return ""

    def keep(
        self, step: WritingStep, text: str, t: float, state: ProgrammeState
    ) -> AnyEvent | None:
        """Keep what was written; gives what the record is to hold of it, if anything new.

        Raises
        ------
        Problem
            If it could not be kept; see `keep_the_rest`.
        """
        if not step.private:
            return Answer(t, step.question, text)
        if self._keeper is None:
            self._loose[step.question] = text
            return None
        self._unkept[step.question] = (step, text, t)
        event = self._kept(self._keeper, step, text, t, state)
        del self._unkept[step.question]
        return event

    def keep_the_rest(self, state: ProgrammeState) -> list[AnyEvent]:
        """Keep what could not be kept before; gives what the record is to hold of it.

        Raises
        ------
        Problem
            If it still could not.
        """
        rest = tuple(self._unkept.values())
        kept = [self.keep(step, text, t, state) for step, text, t in rest]
        return [event for event in kept if event is not None]

    def _kept(
        self, keeper: Keeper, step: WritingStep, text: str, t: float, state: ProgrammeState
    ) -> AnyEvent | None:
        before = self._found(keeper, step, state)
        if before is None and not text:
            return None
        if before is not None and not text:
            self._ids.pop(step.question, None)
            keeper.delete(before.id)
            return None
        if before is None:
            kind = WritingKind(step.keep)
            practice_id = self._practice.id
            writing = new_writing(kind, text, practice_id=practice_id, question=step.question)
        else:
            writing = msgspec.structs.replace(before, text=text)
        keeper.keep(writing)
        self._ids[step.question] = writing.id
        known = state.writings.get(step.question) == writing.id
        return None if known else WritingKept(t, question=step.question, writing_id=writing.id)

    def _found(self, keeper: Keeper, step: WritingStep, state: ProgrammeState) -> Writing | None:
        writing_id = self._ids.get(step.question) or state.writings.get(step.question)
        if writing_id is not None:
            try:
                return keeper.read(writing_id)
            except WritingGone:
                return None
        if step.keep is not Keep.SENTENCE:
            return None
        asked = (self._practice.id, step.question)
        kept = (each for each in keeper.all() if (each.practice_id, each.question) == asked)
        return next(kept, None)
