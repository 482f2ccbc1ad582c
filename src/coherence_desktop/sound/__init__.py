"""Sound that goes with the breath: played beside the window, on the session's clock."""
