"""What every plot over time is made of."""
