"""巡检: named checks over everything the public sees, every night; what they hit, from day to day."""
