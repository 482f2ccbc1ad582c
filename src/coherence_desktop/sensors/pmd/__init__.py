"""Polar's measurement service: ECG and acceleration, bytes in and values out."""
