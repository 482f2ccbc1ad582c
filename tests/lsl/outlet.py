"""A sender as other programs have it: serves one stream by liblsl, tells on stdout what it sent.

Its one argument is JSON: ``name``, ``kind``, ``unit``, ``source_id``, ``values``, ``every_s``, and
``skipped`` (indices that are lost). It begins when somebody listens, and ends with its stdin.
"""

import json
import sys
import time

import pylsl

LATE_S = 0.2

wanted = json.loads(sys.argv[1])
info = pylsl.StreamInfo(
    wanted["name"], wanted["kind"], 1, 0, pylsl.cf_double64, wanted["source_id"]
)
info.set_channel_labels([wanted["kind"]])
info.set_channel_units([wanted["unit"]])
outlet = pylsl.StreamOutlet(info)
print("ready", flush=True)
outlet.wait_for_consumers(60)
time.sleep(0.3)
begun_s = pylsl.local_clock()
for k, value in enumerate(wanted["values"]):
    due_s = begun_s + k * wanted["every_s"]
    time.sleep(max(0.0, due_s - pylsl.local_clock()))
    if k not in wanted["skipped"]:
        outlet.push_sample([value], due_s - LATE_S)
        print(json.dumps([due_s - LATE_S, value]), flush=True)
sys.stdin.read()
