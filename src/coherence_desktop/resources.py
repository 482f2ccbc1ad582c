"""Where the files that ship with the app are: assets and strap models."""

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parent.parent


def _folder(name: str) -> Path:
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _CHECKOUT / name


def assets(*parts: str) -> Path:
    """Path of a bundled asset, e.g. ``assets("icons", "strap.svg")``."""
    return _folder("assets").joinpath(*parts)


def devices() -> Path:
    """Folder of the bundled strap models, one TOML file each."""
    return _folder("devices")
