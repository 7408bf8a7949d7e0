"""Small apps, each about one idea of a notebook."""
