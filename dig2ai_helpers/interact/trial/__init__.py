"""What every app shares that trains one network: the run, its pace, and its moments."""
