"""Where events come from: straps, replay, simulation."""
