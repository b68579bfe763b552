"""Verbs of people: joining, proving who one is, addresses, staff, being forgotten."""

from pasar.market.identity.operations.addresses import remove_address, save_address
from pasar.market.identity.operations.bulk import NewAddress, NewCustomer, bulk_customers
from pasar.market.identity.operations.codes import send_code, sweep_codes, use_code
from pasar.market.identity.operations.joining import (
    change_target,
    ensure_customer,
    rename,
    set_language,
    sign_up,
)
from pasar.market.identity.operations.leaving import delete_account
from pasar.market.identity.operations.proving import (
    authenticate,
    authenticate_by_code,
    end_session,
    reset_password,
    set_password,
    sweep_sessions,
)
from pasar.market.identity.operations.standing import (
    block_customer,
    count_refused_parcel,
    make_staff,
    unmake_staff,
)

__all__ = [
    "NewAddress",
    "NewCustomer",
    "authenticate",
    "authenticate_by_code",
    "block_customer",
    "bulk_customers",
    "change_target",
    "count_refused_parcel",
    "delete_account",
    "end_session",
    "ensure_customer",
    "make_staff",
    "remove_address",
    "rename",
    "reset_password",
    "save_address",
    "send_code",
    "set_language",
    "set_password",
    "sign_up",
    "sweep_codes",
    "sweep_sessions",
    "unmake_staff",
    "use_code",
]
