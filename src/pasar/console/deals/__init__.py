"""The operator's desk for flash sales and campaigns."""
