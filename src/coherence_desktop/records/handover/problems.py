"""Why a file cannot be handed over or taken, each in one plain sentence."""

from enum import StrEnum
from pathlib import Path

from coherence_desktop.errors import Problem


class Why(StrEnum):
    """What is wrong."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    SESSIONS_TOO_LARGE = "sessions too large"
    FOREIGN = "foreign"
    TOO_HARD = "too hard"
    NEEDS_PASSPHRASE = "needs passphrase"  # noqa: S105 - a word, not a secret
    WRONG_PASSPHRASE = "wrong passphrase"  # noqa: S105
    WRONG_KEY = "wrong key"
    DAMAGED = "damaged"
    NEWER = "newer"
    EXPIRED = "expired"
    OTHER_KIND = "other kind"
    OTHER_PERSON = "other person"
    OLDER = "older"
    NOBODY = "nobody"
    NOTHING = "nothing"
    NOT_A_KEY = "not a key"
    NO_MEMORY = "no memory"


_SENTENCES = {
    Why.MISSING: "{name} is not there. Check the path.",
    Why.UNREADABLE: "{name} cannot be read. Check that it is a file and that you may read it.",
    Why.TOO_LARGE: "{name} is larger than anything this app hands over. Choose another file.",
    Why.SESSIONS_TOO_LARGE: (
        "All that is left is too large to hand over, and {name} was not written. "
        "Export these sessions instead."
    ),
    Why.FOREIGN: "{name} is no plan and no sessions of this app. Choose another file.",
    Why.TOO_HARD: "{name} asks for more work than a file of this app does. Ask for a new one.",
    Why.NEEDS_PASSPHRASE: "{name} is protected by a passphrase. Type the one you were given.",
    Why.WRONG_PASSPHRASE: "This passphrase does not open {name}. Nothing was changed; try again.",
    Why.WRONG_KEY: (
        "{name} was written for another person or computer. Nothing was changed; "
        "ask for one with a passphrase."
    ),
    Why.DAMAGED: (
        "{name} was changed or damaged on its way. Nothing was changed here; ask for a new one."
    ),
    Why.NEWER: (
        "{name} comes from a newer version of the app. Nothing was changed; "
        "install that version to open it."
    ),
    Why.EXPIRED: "{name} could be opened until {value}. Nothing was changed; ask for a new one.",
    Why.OTHER_PERSON: (
        "{name} is for another person than the one here. Nothing was changed; "
        "ask for your own, or choose another file."
    ),
    Why.OLDER: (
        "{name} is older than the plan that was opened here last. Nothing was changed; "
        "use the newer one."
    ),
    Why.NOBODY: "{name} does not tell whose sessions they are. Take it in the client's chart.",
    Why.NOT_A_KEY: "This is no key of another person. It begins with age1; copy all of it.",
    Why.NO_MEMORY: "There is too little memory to open or write {name}. Close other programs.",
}
_OTHER_KIND = {
    "plan": "{name} holds a plan, not sessions. Open it as a plan, at home.",
    "sessions": "{name} holds sessions, not a plan. Take them back in the clinic.",
}
_NOTHING = {
    "plan": "Nothing is agreed yet. Make a plan first.",
    "sessions": "There is nothing new since the last time. Ask for everything to write it again.",
}


class HandoverProblem(Problem):
    """A file that is not written, or not taken; nothing was changed.

    Parameters
    ----------
    path : Path
        The file.
    why : Why
        What is wrong, for programs.
    value : str
        What the sentence tells besides: the kind, or a day.
    """

    def __init__(self, path: Path, why: Why, value: str = "") -> None:
        sentences = {Why.OTHER_KIND: _OTHER_KIND, Why.NOTHING: _NOTHING}
        sentence = sentences[why][value] if why in sentences else _SENTENCES[why]
        super().__init__(sentence.format(name=path.name, value=value), path)
        self.path = path
        self.why = why
