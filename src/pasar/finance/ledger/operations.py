"""Verbs of the ledger: post transfers, book a journal entry by hand, roll up, let what is pending expire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from pasar import countries
from pasar.finance.ledger import batch
from pasar.finance.ledger.chart import KINDS, SUB_LEDGERS
from pasar.finance.ledger.errors import InsufficientFunds, NotByHand, NotPending, TransferDiffers
from pasar.finance.ledger.rules import MOST_MINOR, AccountKey, NewTransfer, check, derived_id
from pasar.kernel import audit, clock, ids, sql
from pasar.kernel.batch import Statement
from pasar.kernel.batch import run as run_batch
from pasar.kernel.errors import Invalid

EXPIRY_SIZE = 200


@dataclass(frozen=True, slots=True)
class Booked:
    """A journal entry that was made."""

    transfer_id: UUID
    number: str


@dataclass(slots=True)
class _Held:
    """A kept balance under lock."""

    guard: str
    debits: int
    credits: int
    pending_debits: int
    pending_credits: int

    @property
    def missing(self) -> int:
        if self.guard == "credit":
            return self.debits + self.pending_debits - self.credits
        return self.credits + self.pending_credits - self.debits if self.guard == "debit" else 0


@transaction.atomic
def post(transfers: Iterable[NewTransfer], *, at: datetime | None = None) -> list[UUID]:
    """Write transfers, all or nothing; return the ids written this time: known ones have no effect again.

    at: when it happened; now when None. Accounts are opened at first use. Kept balances are locked in account order,
    so callers that meet wait for each other.
    Raises ValueError for what no ledger could take; TransferDiffers when an id is known with other content;
    NotPending when what a post or void ends has ended, or does not fit; InsufficientFunds.
    """
    wanted = list(transfers)
    if not wanted:
        return []
    check(wanted)
    pending_ids = [each.pending_id for each in wanted if each.pending_id]
    places = batch.accounts_of(wanted)
    _opened, locked, known_rows, ended = run_batch(
        connection,
        [
            batch.open_accounts(places),
            _lock(places),
            _known([*(t.id for t in wanted), *pending_ids]),
            _ended(pending_ids),
        ],
    )
    known = {row[0]: _read(row) for row in known_rows}
    fresh = [each for each in wanted if not _repeats(each, known)]
    if not fresh:
        return []
    reserved = _reserved(fresh, known, {row[0] for row in ended})
    _check_funds(
        fresh, reserved, {(row[0], row[1], AccountKey(row[2], row[3])): _Held(*row[4:]) for row in locked}
    )
    [written] = run_batch(connection, [batch.write(fresh, at or clock.now(), reserved=reserved)])
    _check_written(fresh, [row[0] for row in written])
    return [row[0] for row in written]


@transaction.atomic
def journal_entry(
    *,
    entry_id: UUID | None = None,
    country: str,
    debit: AccountKey,
    credit: AccountKey,
    amount_minor: int,
    reason: str,
    actor: str,
    at: datetime | None = None,
) -> Booked:
    """Book by hand: purchases of goods, marketing and other expense, opening balances. With an audit entry.

    entry_id: makes it repeatable. Returns the transfer; a repeat changes nothing.
    Raises NotByHand for accounts that packages explain row by row; Invalid without a reason, or for the amount.
    """
    for key in (debit, credit):
        if key.kind in SUB_LEDGERS:
            raise NotByHand(kind=key.kind)
    if not reason.strip():
        raise Invalid(field="reason")
    if not 0 < amount_minor <= MOST_MINOR or debit == credit:
        raise Invalid(field="amount")
    source = entry_id or ids.uuid7()
    currency = countries.get(country).currency
    transfer = NewTransfer(
        id=derived_id(source, "journal"), country=country, currency=currency, debit=debit, credit=credit,
        amount_minor=amount_minor, code="journal", ref_kind="journal", ref_id=str(source),
    )  # fmt: skip
    if post([transfer], at=at):
        audit.record(
            country=country, actor=actor, action="ledger.journal_entry", target=f"transfer:{transfer.id}",
            reason=reason.strip(),
            data={
                "debit": debit.kind, "debit_owner": debit.owner_id, "credit": credit.kind,
                "credit_owner": credit.owner_id, "amount_minor": amount_minor, "currency": currency,
            },
        )  # fmt: skip
    return Booked(transfer.id, str(source))


@transaction.atomic
def roll_up() -> int:
    """Add up what ended transactions moved on accounts without a kept balance; return the rows touched.

    Balance = roll-up + transfers since, before and after, whoever writes meanwhile.
    """
    found = sql.values(__package__, "lock_position")
    if not found:
        return 0
    horizon: int = sql.values("pasar.kernel", "horizon")[0][0]
    if horizon <= found[0][0]:
        return 0
    ventures = countries.all_countries().values()
    return sql.run(
        __package__, "roll_up",
        countries=[each.key for each in ventures], time_zones=[each.time_zone for each in ventures],
        xid=found[0][0], horizon=horizon,
    )  # fmt: skip


@transaction.atomic
def expire_due(*, size: int = EXPIRY_SIZE) -> int:
    """Void pending transfers past their time; return how many."""
    found = [row[0] for row in sql.values(__package__, "expired", at=clock.now(), size=size)]
    pending = [_read(row) for row in sql.values(__package__, "known", ids=found)]
    # One by one: what was posted meanwhile has ended, and must not stop the others.
    return sum(_void(each) for each in sorted(pending, key=lambda each: each.id))


def _void(pending: NewTransfer) -> int:
    void = replace(
        pending, id=derived_id(pending.id, "expired"), kind="void", pending_id=pending.id, expires_at=None
    )
    try:
        return len(post([void]))
    except NotPending:
        return 0


def _repeats(wanted: NewTransfer, known: Mapping[UUID, NewTransfer]) -> bool:
    """Whether it is booked already.  Raises TransferDiffers."""
    before = known.get(wanted.id)
    if before is not None and before != wanted:
        raise TransferDiffers(id=wanted.id)
    return before is not None


def _reserved(
    fresh: Sequence[NewTransfer], known: Mapping[UUID, NewTransfer], ended: set[UUID]
) -> dict[UUID, int]:
    """What each pending transfer holds that one of these ends.  Raises NotPending."""
    reserved = {}
    for each in fresh:
        if each.pending_id is None:
            continue
        pending = known.get(each.pending_id)
        fits = (
            pending is not None
            and pending.kind == "pending"
            and (pending.debit, pending.credit, pending.country, pending.currency)
            == (each.debit, each.credit, each.country, each.currency)
            and each.amount_minor <= pending.amount_minor
        )
        if not fits or each.pending_id in ended or each.pending_id in reserved:
            raise NotPending(id=each.pending_id)
        assert pending is not None
        reserved[each.pending_id] = pending.amount_minor
    return reserved


def _check_funds(
    fresh: Sequence[NewTransfer], reserved: Mapping[UUID, int], held: Mapping[batch.Place, _Held]
) -> None:
    """Raises InsufficientFunds when a guarded balance would go below zero."""
    for each in fresh:
        posted = each.amount_minor if each.kind in ("posted", "post") else 0
        pending = each.amount_minor if each.kind == "pending" else 0
        pending -= reserved[each.pending_id] if each.pending_id else 0
        if balance := held.get((each.country, each.currency, each.debit)):
            balance.debits += posted
            balance.pending_debits += pending
        if balance := held.get((each.country, each.currency, each.credit)):
            balance.credits += posted
            balance.pending_credits += pending
    for (_country, _currency, key), balance in held.items():
        if balance.missing > 0:
            raise InsufficientFunds(kind=key.kind, owner_id=key.owner_id, missing_minor=balance.missing)


def _check_written(fresh: Sequence[NewTransfer], written: Sequence[UUID]) -> None:
    """An id that another transaction wrote since it was looked for: the same content, or refused."""
    if missed := [each for each in fresh if each.id not in set(written)]:
        [rows] = run_batch(connection, [_known([each.id for each in missed])])
        known = {row[0]: _read(row) for row in rows}
        if not all(_repeats(each, known) for each in missed):
            raise AssertionError("a transfer was neither written nor there before")


def _read(row: Sequence[Any]) -> NewTransfer:
    """A row of `known` as it was asked for."""
    return NewTransfer(
        id=row[0], country=row[1], currency=row[2], debit=AccountKey(row[3], row[4]), credit=AccountKey(row[5], row[6]),
        amount_minor=row[7], code=row[8], ref_kind=row[9], ref_id=row[10], kind=row[11], pending_id=row[12],
        expires_at=row[13],
    )  # fmt: skip


def _lock(places: Iterable[batch.Place]) -> Statement:
    kept = sorted(place for place in places if KINDS[place[2].kind].kept)
    return Statement(
        sql.text(__package__, "lock_balances"),
        {
            "countries": sql.plain(country for country, _, _ in kept),
            "currencies": sql.plain(currency for _, currency, _ in kept),
            "kinds": sql.plain(key.kind for _, _, key in kept),
            "owners": sql.ints(key.owner_id for _, _, key in kept),
        },
    )


def _known(transfer_ids: Iterable[UUID]) -> Statement:
    return Statement(sql.text(__package__, "known"), {"ids": sql.plain(transfer_ids)})


def _ended(pending_ids: Iterable[UUID]) -> Statement:
    return Statement(sql.text(__package__, "ended"), {"ids": sql.plain(pending_ids)})
