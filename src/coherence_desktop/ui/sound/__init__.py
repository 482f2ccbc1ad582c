"""What the window has to do with sound: when there is any, spoken words, the dark screen."""
