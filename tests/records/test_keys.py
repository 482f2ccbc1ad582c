"""Passphrases of any kind open the library; random keys live in the keyring and nowhere else."""

from unicodedata import normalize
from unittest import mock

import keyring
import keyring.backend
import keyring.errors
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coherence_desktop.records import keys
from coherence_desktop.records.cipher import connect, salt_of
from coherence_desktop.records.keys import (
    EmptyPassphrase,
    KeyMissing,
    KeyringUnavailable,
    Passphrase,
    RandomKey,
)
from coherence_desktop.records.library import Library
from coherence_desktop.records.problems import LibraryDamaged, LibraryMissing, WrongKey


class MemoryKeyring(keyring.backend.KeyringBackend):
    """Keeps what it is given for as long as the test runs."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise keyring.errors.KeyringLocked("locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise keyring.errors.KeyringLocked("locked")


class CrashingKeyring(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise ZeroDivisionError

    set_password = get_password


class ForgetfulKeyring(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        pass


@pytest.fixture
def use_keyring(monkeypatch):
    """Put a back end in the place of the system's."""

    def use(backend: keyring.backend.KeyringBackend) -> keyring.backend.KeyringBackend:
        monkeypatch.setattr(keyring, "get_password", backend.get_password)
        monkeypatch.setattr(keyring, "set_password", backend.set_password)
        return backend

    return use


AWKWARD = [
    "simple",
    "it's",
    'say "calm"',
    "'; DROP TABLE sessions; --",
    "x'00'",
    "  spaces at the ends  ",
    "nul\0inside",
    "Grüße 心拍 🫀",
    "line\nbreak\ttab",
    "%s %d {}",
    "\\",
    "a" * 5000,
]


@pytest.mark.parametrize("text", AWKWARD, ids=[ascii(text)[:24] for text in AWKWARD])
def test_a_passphrase_of_any_kind_opens_and_its_beginning_does_not(path, text):
    Library.create(path, Passphrase(text)).close()
    Library.open(path, Passphrase(text)).close()
    with pytest.raises(WrongKey):
        Library.open(path, Passphrase(text[:-1] or "-"))


def test_a_passphrase_cut_at_nul_does_not_open(path):
    Library.create(path, Passphrase("calm\0sea")).close()
    with pytest.raises(WrongKey):
        Library.open(path, Passphrase("calm"))


def test_the_same_letters_open_whatever_keyboard_typed_them(path):
    Library.create(path, Passphrase("Grüße")).close()
    Library.open(path, Passphrase("Gru\u0308ße")).close()


@given(st.sets(st.text(st.characters(), min_size=1).map(lambda t: normalize("NFC", t))))
def test_any_two_texts_make_two_keys_of_256_bits(texts):
    with mock.patch.object(keys, "PBKDF2_ITERATIONS", 1):
        made = {keys.parse_key(text).raw(b"salt") for text in texts}
    assert len(made) == len(texts)
    assert {len(raw) for raw in made} <= {32}


def test_the_empty_passphrase_is_refused():
    with pytest.raises(EmptyPassphrase, match="at least one character"):
        Passphrase("")


def test_sqlcipher_itself_opens_the_library_with_the_passphrase(path):
    from sqlcipher3 import dbapi2

    Library.create(path, Passphrase("it's calm")).close()
    connection = dbapi2.connect(str(path))
    connection.execute("PRAGMA key = 'it''s calm'")
    assert connection.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
    connection.close()


def test_each_library_has_a_salt_of_its_own(tmp_path):
    paths = [tmp_path / name for name in ("one.db", "two.db")]
    for path in paths:
        Library.create(path, Passphrase("the same")).close()
    assert salt_of(paths[0]) != salt_of(paths[1])


def test_a_key_in_the_environment_comes_first(path, key, use_keyring):
    use_keyring(CrashingKeyring())
    Library.create(path, key).close()
    given = {"COHERENCE_LIBRARY_KEY": key.as_text()}
    Library.open(path, keys.resolve_key(path, given)).close()
    assert isinstance(keys.find_key(path, {"COHERENCE_LIBRARY_KEY": "words"}), Passphrase)


def test_a_random_key_is_found_in_the_keyring_even_after_the_library_moved(path, use_keyring):
    backend = use_keyring(MemoryKeyring())
    Library.create(path, keys.new_keyring_key()).close()
    moved = path.rename(path.with_name("elsewhere.db"))
    Library.open(moved, keys.resolve_key(moved, {})).close()
    assert len(backend.kept) == 1


def test_each_library_finds_its_own_key(tmp_path, use_keyring):
    use_keyring(MemoryKeyring())
    for name in ("one.db", "two.db"):
        Library.create(tmp_path / name, keys.new_keyring_key()).close()
    for name in ("one.db", "two.db"):
        Library.open(tmp_path / name, keys.resolve_key(tmp_path / name, {})).close()


@pytest.mark.parametrize("backend", [LockedKeyring, CrashingKeyring, ForgetfulKeyring])
def test_a_keyring_that_keeps_nothing_is_told_before_a_library_is_made(use_keyring, backend):
    use_keyring(backend())
    with pytest.raises(KeyringUnavailable, match="choose a passphrase instead"):
        keys.new_keyring_key()


def test_no_keyring_at_all_is_told(monkeypatch):
    from keyring.backends.fail import Keyring

    monkeypatch.setattr(keyring, "set_password", Keyring().set_password)
    with pytest.raises(KeyringUnavailable):
        keys.new_keyring_key()


@pytest.mark.parametrize("backend", [LockedKeyring, MemoryKeyring])
def test_without_a_kept_key_the_person_is_asked(path, use_keyring, backend):
    use_keyring(backend())
    Library.create(path, Passphrase("words")).close()
    asked = []

    def prompt(of):
        asked.append(of)
        return "words"

    Library.open(path, keys.resolve_key(path, {}, prompt)).close()
    assert asked == [path]
    assert keys.find_key(path, {}) is None


@pytest.mark.parametrize("prompt", [None, lambda _: None, lambda _: ""])
def test_with_nobody_to_ask_the_sentence_names_the_variable(path, use_keyring, prompt):
    use_keyring(MemoryKeyring())
    Library.create(path, Passphrase("words")).close()
    with pytest.raises(KeyMissing, match="COHERENCE_LIBRARY_KEY"):
        keys.resolve_key(path, {}, prompt)


def test_a_missing_or_empty_file_is_told_before_anyone_is_asked(path):
    with pytest.raises(LibraryMissing):
        keys.resolve_key(path, {}, lambda _: pytest.fail("asked"))
    path.touch()
    with pytest.raises(LibraryDamaged):
        keys.resolve_key(path, {}, lambda _: pytest.fail("asked"))


def test_a_key_of_wrong_length_is_a_fault_of_the_caller():
    with pytest.raises(ValueError, match="32 bytes, not 3"):
        RandomKey(b"abc")


def test_keys_never_show_in_problems_or_logs(path, use_keyring, caplog):
    use_keyring(MemoryKeyring())
    Library.create(path, Passphrase("secret words")).close()
    with pytest.raises(WrongKey) as caught:
        Library.open(path, Passphrase("wrong secret"))
    shown = f"{caught.value!r} {caught.value.value!r} {Passphrase('secret words')!r} {caplog.text}"
    assert "secret" not in shown
    assert not caplog.records


def test_locks_of_this_process_survive_a_look_at_the_salt(library, key):
    holder = connect(library.path, key.raw(b""))
    holder.execute("BEGIN IMMEDIATE")
    salt_of(library.path)
    import subprocess
    import sys

    script = """
import sys
from pathlib import Path
from coherence_desktop.records.cipher import connect
from coherence_desktop.records.keys import parse_key
other = connect(Path(sys.argv[1]), parse_key(sys.argv[2]).raw(b""), busy_s=0.0)
try:
    other.execute("BEGIN IMMEDIATE")
except Exception as error:
    print(error.sqlite_errorname)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, library.path, key.as_text()],
        capture_output=True,
        text=True,
        check=True,
    )
    holder.close()
    assert done.stdout.strip() == "SQLITE_BUSY"


def test_the_default_library_is_in_this_users_data_folder(monkeypatch, tmp_path):
    import sys

    from coherence_desktop.records.locations import default_library

    if sys.platform == "linux":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
        assert default_library() == tmp_path / "coherence-desktop" / "library.db"
    assert default_library().name == "library.db"
    assert not default_library().parent.exists() or sys.platform != "linux"
