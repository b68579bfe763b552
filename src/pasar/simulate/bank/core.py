"""What the bank does with charges, refunds and payouts. Every call is idempotent by the caller's own id."""

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from pasar.kernel.ids import uuid7
from pasar.simulate.bank import qr
from pasar.simulate.outside.store import Store
from pasar.simulate.outside.web import Refused

TABLES = """
CREATE TABLE IF NOT EXISTS charge (
    id text PRIMARY KEY, reference text NOT NULL UNIQUE, amount numeric NOT NULL CHECK (amount > 0),
    currency text NOT NULL, country text NOT NULL, merchant text NOT NULL, expires_at timestamptz NOT NULL,
    callback text NOT NULL, qr text NOT NULL, state text NOT NULL DEFAULT 'pending', paid numeric, paid_at timestamptz);
CREATE TABLE IF NOT EXISTS refund (
    id text PRIMARY KEY, charge_id text NOT NULL REFERENCES charge, amount numeric NOT NULL CHECK (amount > 0),
    currency text NOT NULL, callback text NOT NULL, state text NOT NULL DEFAULT 'accepted',
    due_at timestamptz NOT NULL);
CREATE TABLE IF NOT EXISTS payout (
    id text PRIMARY KEY, batch text NOT NULL, amount numeric NOT NULL CHECK (amount > 0), currency text NOT NULL,
    bank text NOT NULL, account text NOT NULL, name text NOT NULL, callback text NOT NULL,
    state text NOT NULL DEFAULT 'accepted', due_at timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS refund_due ON refund (due_at) WHERE state = 'accepted';
CREATE INDEX IF NOT EXISTS payout_due ON payout (due_at) WHERE state = 'accepted';
CREATE TABLE IF NOT EXISTS entry (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz NOT NULL, direction text NOT NULL,
    amount numeric NOT NULL, currency text NOT NULL, kind text NOT NULL, reference text NOT NULL, id text NOT NULL);
"""
DUE = (
    "SELECT 1 FROM refund WHERE state = 'accepted' AND due_at <= %(now)s"
    " UNION ALL SELECT 1 FROM payout WHERE state = 'accepted' AND due_at <= %(now)s"
    " UNION ALL SELECT 1 FROM notice WHERE done_at IS NULL AND due_at <= %(now)s AND tries < %(tries)s LIMIT 1"
)

REFUND_AFTER = timedelta(seconds=10)
PAYOUT_AFTER = timedelta(seconds=20)
RETURNED_ENDING = "99"
"""Payouts to account numbers that end so come back, in every weather: a way to try it."""
_CURRENCIES = {"IDR", "MYR", "PHP", "SGD", "THB", "VND"}


class Bank:
    """The bank's counter. `store` keeps its books and carries its notices."""

    def __init__(self, store: Store, *, public_url: str = "") -> None:
        self.store, self.public_url = store, public_url

    # --- charges: what a customer is asked to pay

    def charge(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Open a charge; the same reference gives the same charge again, and another amount is refused."""
        reference, amount, currency = _text(asked, "reference", 25), _amount(asked), _currency(asked)
        country, callback = _text(asked, "country", 2), _text(asked, "callback", 300)
        if country not in qr.SCHEMES:
            raise Refused(422, "unknown_country")
        merchant = str(asked.get("merchant") or "PASAR")[:25]
        code = qr.payload(
            country, f"{amount:f}", reference, merchant, str(asked.get("city") or country.upper())
        )
        with self.store.transaction() as cursor:
            cursor.execute(
                "INSERT INTO charge (id, reference, amount, currency, country, merchant, expires_at, callback, qr)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (reference) DO NOTHING",
                [
                    f"ch_{uuid7().hex}",
                    reference,
                    amount,
                    currency,
                    country,
                    merchant,
                    _time(asked),
                    callback,
                    code,
                ],
            )
            row = cursor.execute("SELECT * FROM charge WHERE reference = %s", [reference]).fetchone()
        assert row is not None
        if row["amount"] != amount or row["currency"] != currency:
            raise Refused(409, "reference_used")
        return self.shown(row)

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": row["id"], "reference": row["reference"], "amount": f"{row['amount']:f}", "currency": row["currency"],
            "state": row["state"], "paid": None if row["paid"] is None else f"{row['paid']:f}", "qr": row["qr"],
            "expires_at": row["expires_at"].isoformat(), "pay_url": f"{self.public_url}/pay/{row['id']}",
            "mode": "sandbox",
        }  # fmt: skip

    def found(self, charge_id: str) -> dict[str, Any]:
        """The charge with this id, or with this reference of the market."""
        with self.store.transaction() as cursor:
            row = cursor.execute(
                "SELECT * FROM charge WHERE id = %(id)s OR reference = %(id)s", {"id": charge_id}
            ).fetchone()
        if row is None:
            raise Refused(404, "no_such_charge")
        return row

    def pay(self, charge_id: str, *, amount: Decimal | None = None) -> dict[str, Any]:
        """A customer pays: the charge's amount, or another by mistake; also after the charge's end. Once only."""
        with self.store.transaction() as cursor:
            row = cursor.execute("SELECT * FROM charge WHERE id = %s FOR UPDATE", [charge_id]).fetchone()
            if row is None:
                raise Refused(404, "no_such_charge")
            if row["state"] == "paid":
                return row
            now, paid = self.store.now(), row["amount"] if amount is None else amount
            cursor.execute(
                "UPDATE charge SET state = 'paid', paid = %s, paid_at = %s WHERE id = %s",
                [paid, now, charge_id],
            )
            self._enter(cursor, now, "credit", paid, row["currency"], "charge", row["reference"], charge_id)
            self._tell(
                cursor,
                row["callback"],
                "charge.paid",
                row["reference"],
                charge_id,
                paid,
                row["currency"],
                now,
            )
        return {**row, "state": "paid", "paid": paid}

    def refuse(self, charge_id: str) -> dict[str, Any]:
        """The customer turns the charge down."""
        with self.store.transaction() as cursor:
            row = cursor.execute("SELECT * FROM charge WHERE id = %s FOR UPDATE", [charge_id]).fetchone()
            if row is None:
                raise Refused(404, "no_such_charge")
            if row["state"] == "pending":
                cursor.execute("UPDATE charge SET state = 'refused' WHERE id = %s", [charge_id])
                self._tell(
                    cursor, row["callback"], "charge.refused", row["reference"], charge_id, row["amount"],
                    row["currency"], self.store.now(),
                )  # fmt: skip
        return row

    # --- money going out

    def refund(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Send money of a paid charge back to who paid it; never more in all than was paid."""
        refund_id, amount = _text(asked, "id", 60), _amount(asked)
        with self.store.transaction() as cursor:
            row = cursor.execute(
                "SELECT * FROM charge WHERE id = %(id)s OR reference = %(id)s FOR UPDATE",
                {"id": _text(asked, "charge", 60)},
            ).fetchone()
            if row is None or row["state"] != "paid":
                raise Refused(404, "no_paid_charge")
            known = cursor.execute("SELECT * FROM refund WHERE id = %s", [refund_id]).fetchone()
            if known is None:
                given = cursor.execute(
                    "SELECT coalesce(sum(amount), 0) AS total FROM refund WHERE charge_id = %s", [row["id"]]
                ).fetchone()
                if given is None or given["total"] + amount > row["paid"]:
                    raise Refused(422, "more_than_paid")
                cursor.execute(
                    "INSERT INTO refund (id, charge_id, amount, currency, callback, due_at)"
                    " VALUES (%s, %s, %s, %s, %s, %s)",
                    [
                        refund_id,
                        row["id"],
                        amount,
                        row["currency"],
                        row["callback"],
                        self.store.now() + REFUND_AFTER,
                    ],
                )
            elif known["amount"] != amount or known["charge_id"] != row["id"]:
                raise Refused(409, "id_used")
        return {"id": refund_id, "state": known["state"] if known else "accepted"}

    def payouts(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a batch of payouts; items known already are left as they are."""
        batch, callback, items = _text(asked, "batch", 60), _text(asked, "callback", 300), asked.get("items")
        if not isinstance(items, list) or not 0 < len(items) <= 5_000:
            raise Refused(422, "no_items")
        rows = [
            [_text(item, "id", 60), batch, _amount(item), _currency(item), _text(item, "bank", 40),
             _text(item, "account", 40), _text(item, "name", 140), callback, self.store.now() + PAYOUT_AFTER]
            for item in items
        ]  # fmt: skip
        with self.store.transaction() as cursor:
            cursor.executemany(
                "INSERT INTO payout (id, batch, amount, currency, bank, account, name, callback, due_at)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (id) DO NOTHING",
                rows,
            )
            states = cursor.execute(
                "SELECT id, state FROM payout WHERE id = ANY(%s) ORDER BY id", [[row[0] for row in rows]]
            ).fetchall()
        return {"batch": batch, "items": states}

    def payout(self, payout_id: str) -> dict[str, Any]:
        """How a payout stands, for one whose outcome is unknown."""
        with self.store.transaction() as cursor:
            row = cursor.execute("SELECT id, state FROM payout WHERE id = %s", [payout_id]).fetchone()
        if row is None:
            raise Refused(404, "no_such_payout")
        return row

    def statement(self, since: int) -> dict[str, Any]:
        """Entries after a number, oldest first."""
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                "SELECT * FROM entry WHERE number > %s ORDER BY number LIMIT 1000", [since]
            ).fetchall()
        entries = [{**row, "amount": f"{row['amount']:f}", "at": row["at"].isoformat()} for row in rows]
        return {"entries": entries, "last": rows[-1]["number"] if rows else since}

    # --- the bank's own clockwork

    def work(self) -> int:
        """Carry out what is due and send notices. Returns how much was done."""
        now, done = self.store.now(), 0
        if not self.store.any_due(DUE, now):
            return 0
        with self.store.transaction() as cursor:
            refunds = cursor.execute(
                "UPDATE refund SET state = 'paid' WHERE state = 'accepted' AND due_at <= %s RETURNING *",
                [now],
            ).fetchall()
            for row in sorted(refunds, key=lambda each: each["id"]):
                self._enter(
                    cursor,
                    now,
                    "debit",
                    row["amount"],
                    row["currency"],
                    "refund",
                    row["id"],
                    row["charge_id"],
                )
                self._tell(
                    cursor,
                    row["callback"],
                    "refund.paid",
                    row["id"],
                    row["charge_id"],
                    row["amount"],
                    row["currency"],
                    now,
                )
            payouts = cursor.execute(
                "SELECT * FROM payout WHERE state = 'accepted' AND due_at <= %s ORDER BY id FOR UPDATE", [now]
            ).fetchall()
            for row in payouts:
                back = row["account"].endswith(RETURNED_ENDING) or self.store.storm.fails(
                    row["id"], self.store.seed
                )
                state = "returned" if back else "paid"
                cursor.execute("UPDATE payout SET state = %s WHERE id = %s", [state, row["id"]])
                if not back:
                    self._enter(
                        cursor,
                        now,
                        "debit",
                        row["amount"],
                        row["currency"],
                        "payout",
                        row["id"],
                        row["batch"],
                    )
                self._tell(
                    cursor,
                    row["callback"],
                    f"payout.{state}",
                    row["id"],
                    row["batch"],
                    row["amount"],
                    row["currency"],
                    now,
                )
            done = len(refunds) + len(payouts)
        return done + self.store.deliver()

    def _enter(
        self,
        cursor: Any,
        at: datetime,
        direction: str,
        amount: Decimal,
        currency: str,
        kind: str,
        reference: str,
        row_id: str,
    ) -> None:
        cursor.execute(
            "INSERT INTO entry (at, direction, amount, currency, kind, reference, id)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [at, direction, amount, currency, kind, reference, row_id],
        )

    def _tell(
        self,
        cursor: Any,
        callback: str,
        kind: str,
        reference: str,
        row_id: str,
        amount: Decimal,
        currency: str,
        at: datetime,
    ) -> None:
        self.store.notify(
            cursor, callback,
            {"kind": kind, "reference": reference, "id": row_id, "amount": f"{amount:f}", "currency": currency,
             "at": at.isoformat(), "mode": "sandbox"},
        )  # fmt: skip


def _text(asked: dict[str, Any], name: str, longest: int) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= longest or re.search(r"[\x00-\x1f]", value):
        raise Refused(422, f"bad_{name}")
    return value


def _amount(asked: dict[str, Any]) -> Decimal:
    try:
        amount = Decimal(_text(asked, "amount", 20))
    except InvalidOperation:
        raise Refused(422, "bad_amount") from None
    if not amount.is_finite() or amount <= 0 or amount.as_tuple().exponent < -2:  # type: ignore[operator]
        raise Refused(422, "bad_amount")
    return amount


def _currency(asked: dict[str, Any]) -> str:
    currency = _text(asked, "currency", 3)
    if currency not in _CURRENCIES:
        raise Refused(422, "bad_currency")
    return currency


def _time(asked: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(asked, "expires_at", 40))
    except ValueError:
        raise Refused(422, "bad_expires_at") from None
    if at.tzinfo is None:
        raise Refused(422, "bad_expires_at")
    return at
