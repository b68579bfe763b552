"""What the journeys' forms share; `pasar.ui.forms` has it for every surface."""

from pasar.ui.forms import Phone, ShopForm, Target, form_page, password_field, safe_next

__all__ = ["Phone", "ShopForm", "Target", "form_page", "password_field", "safe_next"]
