"""The clinician's live page: what the heart, the breath and the strap do right now."""
