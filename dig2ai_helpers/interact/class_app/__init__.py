"""A class's gallery: everybody's digits side by side, and two ways to split them."""
