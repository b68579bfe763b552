"""A demo world that is the same every time."""
