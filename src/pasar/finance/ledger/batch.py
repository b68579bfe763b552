"""The ledger's part of work done in a batch: accounts opened where missing, transfers written.

The caller has locked the kept balances it takes from (`wallet.batch.lock`) and decided that they suffice; the
database's CHECK is the second guard, and would refuse the whole batch.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from pasar.finance.ledger.chart import KINDS
from pasar.finance.ledger.rules import AccountKey, NewTransfer, check
from pasar.kernel import sql
from pasar.kernel.batch import Statement

Place = tuple[str, str, AccountKey]
"""Country, currency, account."""


def accounts_of(transfers: Iterable[NewTransfer]) -> set[Place]:
    """The accounts that transfers touch."""
    return {
        (transfer.country, transfer.currency, key)
        for transfer in transfers
        for key in (transfer.debit, transfer.credit)
    }


def open_accounts(places: Iterable[Place]) -> Statement:
    """Open those that are missing, each with its balance row where its kind keeps one. Cheap when none is."""
    wanted = sorted(set(places))
    kinds = [KINDS[key.kind] for _, _, key in wanted]
    return Statement(
        sql.text(__package__, "open_accounts"),
        {
            "countries": sql.plain(country for country, _, _ in wanted),
            "currencies": sql.plain(currency for _, currency, _ in wanted),
            "kinds": sql.plain(kind.key for kind in kinds),
            "owners": sql.ints(key.owner_id for _, _, key in wanted),
            "sides": sql.plain(kind.side for kind in kinds),
            "kept": sql.plain(kind.kept for kind in kinds),
            "guarded": sql.plain(kind.guarded for kind in kinds),
        },
    )


def write(
    transfers: Sequence[NewTransfer], at: datetime, *, reserved: Mapping[UUID, int] | None = None
) -> Statement:
    """Write transfers to accounts that exist, and move the kept balances they touch. Gives the ids written:
    one that was there before is passed over, and has no effect.

    reserved: amount of the pending transfer by its id, for posts and voids.
    """
    check(transfers)
    amounts = reserved or {}
    return Statement(
        sql.text(__package__, "write"),
        {
            "ids": sql.plain(transfer.id for transfer in transfers),
            "countries": sql.plain(transfer.country for transfer in transfers),
            "currencies": sql.plain(transfer.currency for transfer in transfers),
            "debit_kinds": sql.plain(transfer.debit.kind for transfer in transfers),
            "debit_owners": sql.ints(transfer.debit.owner_id for transfer in transfers),
            "credit_kinds": sql.plain(transfer.credit.kind for transfer in transfers),
            "credit_owners": sql.ints(transfer.credit.owner_id for transfer in transfers),
            "amounts": sql.ints(transfer.amount_minor for transfer in transfers),
            "codes": sql.texts(transfer.code for transfer in transfers),
            "ref_kinds": sql.texts(transfer.ref_kind for transfer in transfers),
            "ref_ids": sql.texts(transfer.ref_id for transfer in transfers),
            "kinds": sql.plain(transfer.kind for transfer in transfers),
            "pending_ids": sql.plain(transfer.pending_id or "NULL" for transfer in transfers),
            "released": sql.ints(
                amounts[transfer.pending_id] if transfer.pending_id else 0 for transfer in transfers
            ),
            "expiries": sql.texts(
                transfer.expires_at.isoformat() if transfer.expires_at else None for transfer in transfers
            ),
            "at": at,
        },
    )
