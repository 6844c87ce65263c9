"""What each check does: a function of an organ on a day, telling the places it hits."""
