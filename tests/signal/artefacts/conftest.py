"""Faults of the benchmark, for the tests."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def faults():
    """The module that puts faults into clean recordings and scores labelled ones."""
    path = Path(__file__).parents[2] / "bench" / "injected_faults.py"
    spec = importlib.util.spec_from_file_location("injected_faults", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("injected_faults", module)
    spec.loader.exec_module(module)
    return module
