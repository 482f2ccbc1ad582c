"""Streams of the Lab Streaming Layer as sources of beats."""
