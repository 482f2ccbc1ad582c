"""An emulated strap's raw signals as another program's client hears them."""

import asyncio

import numpy as np
import pytest
from bluetooth_stage import Stage, happens, intervals

from coherence_desktop.sensors.emulator import SentFrame
from coherence_desktop.signal.raw_samples import unpack_acceleration, unpack_ecg


async def test_polar_python_hears_every_sample(stage: Stage):
    polar_python = pytest.importorskip("polar_python")
    from bleak import BleakScanner
    from polar_python.constants import PmdMeasurementType

    strap = await stage.strap(intervals(200))
    device = await BleakScanner.find_device_by_filter(
        lambda found, _: (found.name or "").startswith("Polar H10"),
        timeout=10.0,
        bluez={"adapter": "hci0"},
    )
    ecg: list[int] = []
    acceleration: list[tuple[int, int, int]] = []
    stamps: list[int] = []

    def take_ecg(data) -> None:
        ecg.extend(data.data)
        stamps.append(data.timestamp)

    async with polar_python.PolarDevice(device) as polar:
        features = await polar.get_available_features()
        assert set(features) == {PmdMeasurementType.ECG, PmdMeasurementType.ACC}
        offered = await polar.request_stream_settings(PmdMeasurementType.ACC)
        assert {tuple(setting.values) for setting in offered.settings} == {
            (25, 50, 100, 200), (16,), (2, 4, 8)
        }  # fmt: skip
        await polar.start_hr_stream(lambda _: None)
        await polar.start_ecg_stream(take_ecg, sample_rate=130, resolution=14)
        await polar.start_acc_stream(
            lambda data: acceleration.extend(data.data), sample_rate=50, resolution=16, range=4
        )
        await happens(lambda: len(ecg) >= 4 * 73 and len(acceleration) >= 2 * 36)
        await polar.stop_ecg_stream()
        await polar.stop_acc_stream()
        await asyncio.sleep(0.2)
    sent = {"ecg": [], "acceleration": []}
    for one in strap.did:
        if isinstance(one, SentFrame):
            sent[one.kind].append(bytes.fromhex(one.samples))
    assert ecg == np.concatenate([unpack_ecg(raw) for raw in sent["ecg"]]).tolist()
    expected = np.concatenate([unpack_acceleration(raw) for raw in sent["acceleration"]])
    assert acceleration == [tuple(one) for one in expected.tolist()]
    np.testing.assert_allclose(np.diff(stamps) / 1e9, 73 / 130, atol=1e-6)
