"""A small recorder as labs have one: takes streams by liblsl and writes an XDF file.

Arguments: the file, a text in the source id of each stream, and how many streams to wait for. It
writes until its stdin ends. The format is that of the XDF specification, version 1.0.
"""

import struct
import sys
import threading
import time
from pathlib import Path

import pylsl

HEADER, STREAM_HEADER, SAMPLES, OFFSET, STREAM_FOOTER = 1, 2, 3, 4, 6
XML = '<?xml version="1.0"?>'
QUIET_ROUNDS = 8
NUMBERS = {pylsl.cf_double64: "d", pylsl.cf_int32: "i"}

path, text, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()


def chunk(tag: int, content: bytes) -> bytes:
    return b"\x04" + struct.pack("<IH", len(content) + 2, tag) + content


def cell(form: int, value: object) -> bytes:
    if form in NUMBERS:
        return struct.pack(f"<{NUMBERS[form]}", value)
    raw = str(value).encode()
    return b"\x04" + struct.pack("<I", len(raw)) + raw


found = pylsl.resolve_bypred(f"contains(source_id,'{text}')", minimum=count, timeout=30)
inlets = [pylsl.StreamInlet(info) for info in found]
with Path(path).open("wb") as file:
    file.write(b"XDF:")
    file.write(chunk(HEADER, f"{XML}<info><version>1.0</version></info>".encode()))
    for number, inlet in enumerate(inlets):
        inlet.open_stream(10)
        full = inlet.info(10).as_xml().encode()
        file.write(chunk(STREAM_HEADER, struct.pack("<I", number) + full))
        offset_s = inlet.time_correction(10)
        offset = struct.pack("<Idd", number, pylsl.local_clock(), offset_s)
        file.write(chunk(OFFSET, offset))
    print(len(inlets), flush=True)
    quiet_rounds = 0
    while quiet_rounds < QUIET_ROUNDS:  # what was sent may still be on its way here
        time.sleep(0.1)
        quiet_rounds = quiet_rounds + 1 if ended.is_set() else 0
        for number, inlet in enumerate(inlets):
            values, times = inlet.pull_chunk(0.0, 4096)
            if times:
                quiet_rounds = 0
                rows = b"".join(
                    b"\x08"
                    + struct.pack("<d", t)
                    + b"".join(cell(inlet.channel_format, value) for value in row)
                    for t, row in zip(times, values, strict=True)
                )
                head = struct.pack("<IBI", number, 4, len(times))
                file.write(chunk(SAMPLES, head + rows))
    for number in range(len(inlets)):
        footer = f"{XML}<info></info>".encode()
        file.write(chunk(STREAM_FOOTER, struct.pack("<I", number) + footer))
