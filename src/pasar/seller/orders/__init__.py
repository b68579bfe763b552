"""What was ordered: pack, label, hand over, cancel."""
