"""Live out: what happens in a session as streams of the Lab Streaming Layer."""
