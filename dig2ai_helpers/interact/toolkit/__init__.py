"""What every app is made of; it knows no network, no digits and no training."""
