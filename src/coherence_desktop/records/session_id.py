"""Names of sessions: 26 characters that sort by when the session started.

The form is that of a ULID (github.com/ulid/spec): 48 bits of milliseconds and 80 random bits in
Crockford's base 32, which has no I, L, O or U to misread.
"""

import secrets
from datetime import datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 26


def new_session_id(started: datetime) -> str:
    """Make a name for a session that started then (an aware datetime)."""
    number = (int(started.timestamp() * 1000) << 80) | secrets.randbits(80)
    digits = []
    for _ in range(_LENGTH):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return "".join(reversed(digits))


def normalise(reference: str) -> str:
    """A typed name or its beginning, as it is stored: upper case, misread letters put right."""
    return reference.strip().upper().translate(str.maketrans("ILO", "110"))


def is_session_id(text: str) -> bool:
    """Tell whether a text has the form of a session's name."""
    return len(text) == _LENGTH and set(text) <= set(_ALPHABET)
