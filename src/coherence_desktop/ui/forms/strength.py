"""A quiet word on how well a new passphrase protects."""

_SHORT, _GOOD = 10, 16
_VARIED = 5


def strength_hint(passphrase: str) -> str:
    """One line about a passphrase; it never forbids one.

    Length counts far more than odd characters, so length is what the line is about.
    """
    if not passphrase:
        return "A few words in a row are hard to guess."
    if len(passphrase) < _SHORT:
        return "Short. One more word makes it much stronger."
    if len(set(passphrase)) < _VARIED:
        return "Easy to guess: the same few letters."
    return "Good length." if len(passphrase) >= _GOOD else "Fair. One more word makes it strong."
