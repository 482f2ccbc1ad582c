"""Runs age's work on a passphrase in a process of its own.

That work takes a second or more and a gigabyte, during which pyrage holds Python's lock: in a
thread it would stop the window and a recording.
"""

import subprocess
import sys

_REFUSED = 3
_PATIENCE_S = 300.0
_LENGTH_BYTES = 4


class WorkFailed(Exception):
    """The process died, or took too long: mostly for want of memory."""


class Refused(Exception):
    """What age says against the passphrase or the file."""


def encrypt(plain: bytes, passphrase: str) -> bytes:
    """Encrypt by a passphrase, in the format age-encryption.org/v1.

    Raises
    ------
    WorkFailed
        If there is not enough memory or time.
    """
    return _work(b"e", plain, passphrase)


def decrypt(sealed: bytes, passphrase: str) -> bytes:
    """Decrypt what `encrypt` or another program of this format wrote.

    Raises
    ------
    Refused, WorkFailed
        If the passphrase is wrong, the file was changed, or there is not enough memory or time.
    """
    return _work(b"d", sealed, passphrase)


def _work(task: bytes, data: bytes, passphrase: str) -> bytes:
    secret = passphrase.encode()
    given = task + len(secret).to_bytes(_LENGTH_BYTES, "big") + secret + data
    if getattr(sys, "frozen", False) or not sys.executable:
        code, answer = _done(given)
    else:
        code, answer = _done_elsewhere(given)
    if code == _REFUSED:
        raise Refused(answer.decode("utf-8", "replace"))
    if code:
        raise WorkFailed(code)
    return answer


def _done_elsewhere(given: bytes) -> tuple[int, bytes]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__],
            input=given,
            capture_output=True,
            timeout=_PATIENCE_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WorkFailed(type(error).__name__) from error
    return done.returncode, done.stdout


def _done(given: bytes) -> tuple[int, bytes]:
    import pyrage

    task, rest = given[:1], given[1:]
    length = int.from_bytes(rest[:_LENGTH_BYTES], "big")
    secret = rest[_LENGTH_BYTES : _LENGTH_BYTES + length].decode()
    data = rest[_LENGTH_BYTES + length :]
    try:
        work = pyrage.passphrase.encrypt if task == b"e" else pyrage.passphrase.decrypt
        return 0, work(data, secret)
    except (pyrage.DecryptError, pyrage.EncryptError) as error:
        return _REFUSED, str(error).encode()


if __name__ == "__main__":
    _code, _answer = _done(sys.stdin.buffer.read())
    sys.stdout.buffer.write(_answer)
    sys.stdout.flush()
    sys.exit(_code)
