"""Fixtures of the Bluetooth tests: a stage with straps and listeners on a mock stack."""

from collections.abc import AsyncIterator

import pytest
from bluetooth_stage import Stage, close_bleak
from mock_bluez import MockBlueZ


@pytest.fixture
async def stage(mock_bluez: MockBlueZ) -> AsyncIterator[Stage]:
    """Straps and listeners in this process; all of them end with the test."""
    async with Stage(mock_bluez) as stage:
        yield stage
    await close_bleak()
