"""The operators' console, on Django's admin with django-unfold."""
