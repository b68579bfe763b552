"""The payout account of a seller is kept by finance."""

from importlib import import_module
from importlib.util import find_spec


def set_account(*, seller_id: int, country: str, bank_code: str, number: str, holder: str) -> None:
    """Where a seller's money goes.  Raises Invalid (data: field)."""
    if find_spec("pasar.finance.payouts.operations"):
        import_module("pasar.finance.payouts.operations").set_account(
            seller_id=seller_id, country=country, bank_code=bank_code, number=number, holder=holder
        )
