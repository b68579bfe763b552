"""From a selection to a paid purchase."""
