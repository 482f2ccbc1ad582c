"""What lasts: the library, the recorder, exports."""
