"""The shop's goods: list, write, price, count."""
