"""What the files of a BIDS dataset say about themselves."""

from typing import Any

from coherence_desktop import __version__

BIDS_VERSION = "1.10.0"
APP = "Coherence Desktop"

README = """# Sessions of heart-rate-variability biofeedback

Each session was recorded with a heart-rate strap that sends the intervals between heartbeats (RR
intervals). There are no neural recordings, so all data are in `beh` folders.

- `*_events.tsv`: every heartbeat with its RR interval, and everything else that happened:
  phases, trials, markers, ratings, notes, changes of the breathing pace, gaps, the link to the
  strap. The columns are described in the JSON file beside it. Onsets are seconds from the start
  of the session.
- `*_recording-heart_physio.tsv.gz`: evenly sampled heart rate, made from the corrected
  intervals. Where beats are missing it is `n/a`; nothing is filled in.
- `*_recording-ecg_physio.tsv.gz`, `*_recording-acceleration_physio.tsv.gz`: what the strap sent of
  them, where that was recorded.

The exact intervals are in the events: multiples of 1/1024 s with all their decimals. A text that a
spreadsheet would run as a formula has an apostrophe before it; breaks of lines are spaces.

Before the dataset is shared, `Authors` and `License` belong into `dataset_description.json`.
"""

EVENTS: dict[str, str] = {
    "beat": "A heartbeat that ends an RR interval",
    "started": "The session began; name: source of the beats; text: when, and the time zone",
    "device": "The strap told its model (name) and firmware (text)",
    "link": "The link to the strap changed to this state (name), with the reason (text)",
    "battery_percent": "Charge of the strap in percent (value)",
    "contact": "Skin contact as the strap reports it: 1, 0, or n/a if it cannot tell (value)",
    "heart_rate_bpm": "Heart rate that the strap computed itself, in beats a minute (value)",
    "gap": "No beats are known in this stretch; name: why",
    "realigned_s": "Beats before this moment were put right by so many seconds (value)",
    "clock_ahead_s": "Intervals add up to so many seconds (value) more than the time that passed",
    "packet_rejected": "A packet of the strap that was not used: why (name), its bytes (text)",
    "marker": "Someone marked this moment; name: key; text: label",
    "note": "A note; name: shared or private; the text of a private one only if asked for",
    "rating": "A rating (value) on a scale (name)",
    "pacer_per_min": "The breathing pace changed, in breaths a minute (value); text: the pattern",
    "pacer_stopped": "Nothing is paced any more",
    "phase": "A part of the session; name: which; value: planned seconds; text: label",
    "phase_extended_s": "The running phase lasts so many seconds (value) longer",
    "practice": "What is practised from here on; name: its id; text: its name",
    "trial": "A trial of exposure began; name: exercise; value: number; text: its name",
    "trial_ended": "The trial is over; name: how",
    "answer": "An answer to a question (name); its text only if asked for",
    "writing": "Words to a question (name) were kept elsewhere",
    "prompt": "A rating on this scale (name) was asked for",
    "prompt_rested": "A rating on this scale (name) was asked for and not given",
    "notice": "The app said something; name: kind; value: in beats a minute; text: what",
    "reopened": "Recording went on after the app had died; nothing is known of this stretch",
    "paused": "The practice rests",
    "resumed": "The practice goes on",
    "amended": "A marker, phase or note (name) was put right or removed later; text: its words",
    "ended": "The session was closed; name: why",
}

KINDS = {
    "normal": "Nothing is said against it",
    "missed": "Too long: a beat was missed",
    "extra": "Too short: there is a beat too many",
    "ectopic": "Not timed by the sinus node",
    "long_short": "A single interval that is too long or too short",
    "gap": "Too long to be one interval",
    "excluded": "Taken out by a person",
    "accepted": "Declared normal by a person",
}

EVENT_COLUMNS: dict[str, dict[str, Any]] = {
    "onset": {"Description": "Seconds from the start of the session", "Units": "s"},
    "duration": {"Description": "How long it lasts; 0 for a moment", "Units": "s"},
    "trial_type": {"Description": "What happened", "Levels": EVENTS},
    "name": {"Description": "Which one of its kind, as a machine word"},
    "value": {"Description": "Its number, in what its trial_type says"},
    "rr_ms": {
        "LongName": "RR interval",
        "Description": "Interval that ends with this beat, exactly as the strap sent it",
        "Units": "ms",
    },
    "judged": {"Description": "What the interval is judged to be", "Levels": KINDS},
    "corrected_ms": {
        "Description": (
            "What takes the interval's place, in ms: itself where it is normal, two values with a "
            "space between where it was split, n/a where it was merged away or has no substitute"
        ),
    },
    "text": {"Description": "Words that belong to it"},
}

PARTICIPANT_COLUMNS = {
    "participant_id": {"Description": "Stands for the client, the same in every export"},
    "client": {"Description": "The client's name or code"},
    "pseudonym": {"Description": "Stands for the client in exports without names"},
}


def dataset_description() -> dict[str, Any]:
    """What the whole dataset is."""
    return {
        "Name": "Sessions of heart-rate-variability biofeedback",
        "BIDSVersion": BIDS_VERSION,
        "DatasetType": "raw",
        "GeneratedBy": [
            {
                "Name": APP,
                "Version": __version__,
                "Description": "Exported from the event logs of the sessions",
            }
        ],
    }


def presented() -> dict[str, Any]:
    """What showed and said what the person did."""
    return {"StimulusPresentation": {"SoftwareName": APP, "SoftwareVersion": __version__}}


def task_words(task: str) -> dict[str, str]:
    """Name of the task for a JSON file."""
    about = {
        "exposure": "Trials of interoceptive exposure with ratings of distress",
        "breathing": "Paced breathing with a breath guide",
        "assessment": "Assessment of heart-rate variability at set breathing rates",
        "compassion": "A guided practice of compassion",
    }
    return {"TaskName": task, "TaskDescription": about.get(task, "A session with a strap")}
