"""The playground: choose the settings, and watch a network learn."""
