"""The sheet to draw on, and what every app with a sheet shares."""
