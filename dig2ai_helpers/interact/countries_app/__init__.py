"""Ten countries: a network whose last two hidden numbers are a plane."""
