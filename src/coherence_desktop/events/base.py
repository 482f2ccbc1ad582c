"""What all events share, and the version of the vocabulary."""

import msgspec

VERSION = 2
"""Version of this vocabulary; a log says which one it was written with.

2 adds trials, answers, writings, prompts, notices, reopened sessions, raw signals and
amendments to 1.
"""


class Event(msgspec.Struct, frozen=True, tag=True, tag_field="event", omit_defaults=True):
    """What all events share: when."""

    t: float
