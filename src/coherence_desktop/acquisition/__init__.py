"""A session under way: sensor, engine, recorder and live measures, joined."""
