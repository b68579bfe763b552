"""What the carrier does with parcels. Bookings are idempotent by the market's reference."""

from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any
from zlib import crc32

from pasar.kernel.ids import uuid7
from pasar.simulate.carrier.numbers import number
from pasar.simulate.carrier.route import way
from pasar.simulate.outside.store import Store
from pasar.simulate.outside.web import Refused

TABLES = """
CREATE TABLE IF NOT EXISTS parcel (
    number text PRIMARY KEY, reference text NOT NULL UNIQUE, country text NOT NULL, service text NOT NULL,
    origin text NOT NULL, goal text NOT NULL, same_zone boolean NOT NULL,
    weight_g int NOT NULL CHECK (weight_g > 0), cash numeric, currency text NOT NULL, callback text NOT NULL,
    sort_code text NOT NULL, booked_at timestamptz NOT NULL, cancelled boolean NOT NULL DEFAULT false);
CREATE TABLE IF NOT EXISTS scan (
    id text PRIMARY KEY, number text NOT NULL REFERENCES parcel, code text NOT NULL, said text NOT NULL,
    place text NOT NULL, due_at timestamptz NOT NULL, cash boolean NOT NULL, done boolean NOT NULL DEFAULT false);
CREATE INDEX IF NOT EXISTS scan_due ON scan (due_at) WHERE NOT done;
CREATE TABLE IF NOT EXISTS collected (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number text NOT NULL UNIQUE REFERENCES parcel,
    amount numeric NOT NULL, currency text NOT NULL, at timestamptz NOT NULL, remittance text);
CREATE INDEX IF NOT EXISTS collected_held ON collected (at) WHERE remittance IS NULL;
CREATE INDEX IF NOT EXISTS collected_by_remittance ON collected (remittance);
CREATE INDEX IF NOT EXISTS scan_by_number ON scan (number);
CREATE TABLE IF NOT EXISTS remittance (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, at timestamptz NOT NULL,
    country text NOT NULL, currency text NOT NULL, total numeric NOT NULL, fee numeric NOT NULL);
"""
DUE = (
    "SELECT 1 FROM scan WHERE NOT done AND due_at <= %(now)s"
    " UNION ALL SELECT 1 FROM collected WHERE remittance IS NULL AND at <= %(now)s - interval '1 day'"
    " UNION ALL SELECT 1 FROM notice WHERE done_at IS NULL AND due_at <= %(now)s AND tries < %(tries)s LIMIT 1"
)
"""Of cash only what is held for a day already is worth a look, see REMITTED_AFTER."""
HELD_DAYS = {"th": 5}
"""Days that cash stays with the carrier before it is handed on. Source: Thailand's COD notice of 2024-10-03."""
REMITTED_AFTER = timedelta(days=1)
PICKUP_AFTER = timedelta(minutes=5)
CASH_FEE = Decimal("0.02")
"""Of collected cash the carrier keeps this share, in whole minor units of the currency."""
WHOLE = {"VND": Decimal(1)}
"""The smallest amount of a currency; a hundredth where it is not named."""


class Carrier:
    """The carrier's counter. `store` keeps its books and carries its notices."""

    def __init__(self, store: Store, *, public_url: str = "") -> None:
        self.store, self.public_url = store, public_url

    def book(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Take a parcel on: tracking number and sort code. Scans begin once it is handed over."""
        reference, country, callback = (_text(asked, name) for name in ("reference", "country", "callback"))
        service = str(asked.get("service") or "standard")[:30]
        origin, goal = _town(asked, "from"), _town(asked, "to")
        same_zone = _zone(asked, "from") == _zone(asked, "to")
        weight = asked.get("weight_g")
        if type(weight) is not int or not 0 < weight <= 100_000:
            raise Refused(422, "bad_weight_g")
        cash, currency = _cash(asked.get("cod"))
        with self.store.transaction() as cursor:
            row = self._booked(cursor, reference)
            if row is None:
                cursor.execute(
                    "INSERT INTO parcel VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                    [
                        self._free_number(cursor, country, reference), reference, country, service, origin, goal,
                        same_zone, weight, cash, currency, callback, _sort_code(country, goal), self.store.now(),
                    ],
                )  # fmt: skip
                row = self._booked(cursor, reference)
        assert row is not None
        return self.shown(row)

    def _booked(self, cursor: Any, reference: str) -> dict[str, Any] | None:
        row: dict[str, Any] | None = cursor.execute(
            "SELECT * FROM parcel WHERE reference = %s", [reference]
        ).fetchone()
        return row

    def _free_number(self, cursor: Any, country: str, reference: str) -> str:
        """A number that no other parcel has: numbers are drawn, and two references may draw the same."""
        for turn in range(1_000):
            drawn = number(country, f"{reference}/{turn}" if turn else reference)
            if cursor.execute("SELECT 1 FROM parcel WHERE number = %s", [drawn]).fetchone() is None:
                return drawn
        raise Refused(503, "no_number")

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        url = f"{self.public_url}/track/{row['number']}"
        return {"tracking_number": row["number"], "sort_code": row["sort_code"], "track_url": url}

    def hand_over(self, tracking_number: str) -> dict[str, Any]:
        """The seller gives the parcel to the driver: its scans are planned from now. Twice changes nothing."""
        with self.store.transaction() as cursor:
            parcel = self._parcel(cursor, tracking_number)
            if parcel["cancelled"]:
                raise Refused(409, "cancelled")
            planned = cursor.execute(
                "SELECT 1 FROM scan WHERE number = %s LIMIT 1", [tracking_number]
            ).fetchone()
            if not planned:
                self._plan(cursor, parcel, self.store.now() + PICKUP_AFTER)
        return self.shown(parcel)

    def cancel(self, tracking_number: str) -> dict[str, Any]:
        """Take a booking back before the hand-over."""
        with self.store.transaction() as cursor:
            parcel = self._parcel(cursor, tracking_number)
            if cursor.execute("SELECT 1 FROM scan WHERE number = %s LIMIT 1", [tracking_number]).fetchone():
                raise Refused(409, "handed_over")
            cursor.execute("UPDATE parcel SET cancelled = true WHERE number = %s", [tracking_number])
        return {**self.shown(parcel), "cancelled": True}

    def scans(self, tracking_number: str) -> list[dict[str, Any]]:
        """What has been scanned so far, oldest first."""
        with self.store.transaction() as cursor:
            self._parcel(cursor, tracking_number)
            rows = cursor.execute(
                "SELECT code, said AS text, place, due_at AS at FROM scan WHERE number = %s AND done ORDER BY due_at",
                [tracking_number],
            ).fetchall()
        return [{**row, "at": row["at"].isoformat()} for row in rows]

    def remittances(self, since: str) -> dict[str, Any]:
        """Cash handed on after the remittance `since` (all when empty): each with its parcels, the oldest first."""
        with self.store.transaction() as cursor:
            rows = cursor.execute(
                "SELECT r.*, json_agg(json_build_object('tracking_number', c.number, 'amount', c.amount::text)"
                " ORDER BY c.number) AS parcels"
                " FROM remittance r JOIN collected c ON c.remittance = r.id"
                " WHERE r.sequence > coalesce((SELECT sequence FROM remittance WHERE id = %s), 0)"
                " GROUP BY r.sequence ORDER BY r.sequence LIMIT 100",
                [since],
            ).fetchall()
        return {
            "remittances": [
                {
                    "reference": row["id"], "country": row["country"], "currency": row["currency"],
                    "amount": f"{row['total']:f}", "fee": f"{row['fee']:f}", "at": row["at"].isoformat(),
                    "parcels": row["parcels"],
                }
                for row in rows
            ]
        }  # fmt: skip

    def work(self) -> int:
        """Scan what is due, hand cash on, send notices. Returns how much was done."""
        now = self.store.now()
        if not self.store.any_due(DUE, now):
            return 0
        with self.store.transaction() as cursor:
            due = cursor.execute(
                "SELECT s.*, p.callback, p.reference, p.cash AS amount, p.currency"
                " FROM scan s JOIN parcel p USING (number)"
                " WHERE NOT s.done AND s.due_at <= %s ORDER BY s.due_at, s.id LIMIT 500 FOR UPDATE OF s",
                [now],
            ).fetchall()
            for scan in due:
                cursor.execute("UPDATE scan SET done = true WHERE id = %s", [scan["id"]])
                self._tell(cursor, scan)
            handed = self._remit(cursor, now)
        return len(due) + handed + self.store.deliver()

    def _plan(self, cursor: Any, parcel: dict[str, Any], start: datetime) -> None:
        scans = way(
            parcel["number"], parcel["origin"], parcel["goal"], start, same_zone=parcel["same_zone"],
            cash=parcel["cash"] is not None, seed=self.store.seed, storm=self.store.storm,
        )  # fmt: skip
        cursor.executemany(
            "INSERT INTO scan (id, number, code, said, place, due_at, cash) VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [
                [str(uuid7()), parcel["number"], each.code, each.text, each.place, each.at, each.cash]
                for each in scans
            ],
        )

    def _tell(self, cursor: Any, scan: dict[str, Any]) -> None:
        body = {
            "code": scan["code"], "tracking_number": scan["number"], "reference": scan["reference"],
            "text": scan["said"], "place": scan["place"], "at": scan["due_at"].isoformat(),
        }  # fmt: skip
        if scan["cash"]:
            body["cod_collected"] = {"amount": f"{scan['amount']:f}", "currency": scan["currency"]}
            cursor.execute(
                "INSERT INTO collected (number, amount, currency, at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
                [scan["number"], scan["amount"], scan["currency"], scan["due_at"]],
            )
        self.store.notify(cursor, scan["callback"], body)

    def _remit(self, cursor: Any, now: datetime) -> int:
        waiting = cursor.execute(
            "SELECT c.*, p.country FROM collected c JOIN parcel p USING (number) WHERE c.remittance IS NULL"
            " ORDER BY c.sequence FOR UPDATE OF c"
        ).fetchall()
        by_country: dict[str, list[dict[str, Any]]] = {}
        for row in waiting:
            held = timedelta(days=HELD_DAYS.get(row["country"], 0))
            if row["at"] + max(held, REMITTED_AFTER) <= now:
                by_country.setdefault(row["country"], []).append(row)
        for country, rows in sorted(by_country.items()):
            remittance = f"rm_{uuid7().hex}"
            currency, total = rows[0]["currency"], sum((row["amount"] for row in rows), Decimal(0))
            fee = (total * CASH_FEE).quantize(WHOLE.get(currency, Decimal("0.01")))
            cursor.execute(
                "INSERT INTO remittance (id, at, country, currency, total, fee) VALUES (%s, %s, %s, %s, %s, %s)",
                [remittance, now, country, currency, total, fee],
            )
            cursor.execute(
                "UPDATE collected SET remittance = %s WHERE sequence = ANY(%s)",
                [remittance, [row["sequence"] for row in rows]],
            )
        return len(by_country)

    def _parcel(self, cursor: Any, tracking_number: str) -> dict[str, Any]:
        row: dict[str, Any] | None = cursor.execute(
            "SELECT * FROM parcel WHERE number = %s FOR UPDATE", [tracking_number]
        ).fetchone()
        if row is None:
            raise Refused(404, "no_such_parcel")
        return row


def _sort_code(country: str, goal: str) -> str:
    """What the sorting centre reads: the country, and a number for the town."""
    return f"{country.upper()}-{crc32(goal.encode()) % 900 + 100}"


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 300:
        raise Refused(422, f"bad_{name}")
    return value


def _party(asked: dict[str, Any], name: str) -> dict[str, Any]:
    given = asked.get(name)
    if isinstance(given, str):
        given = {"zone": given}
    if not isinstance(given, dict):
        raise Refused(422, f"bad_{name}")
    return given


def _zone(asked: dict[str, Any], name: str) -> str:
    return _text(_party(asked, name), "zone")


def _town(asked: dict[str, Any], name: str) -> str:
    """The town in an address whose parts run from narrow to wide; the zone where it names none."""
    party = _party(asked, name)
    parts = [part.strip() for part in str(party.get("area_text") or "").split(",") if part.strip()]
    return (parts[-2] if len(parts) > 1 else parts[0] if parts else _text(party, "zone"))[:120]


def _cash(asked: Any) -> tuple[Decimal | None, str]:
    if not asked:
        return None, ""
    try:
        amount, currency = Decimal(str(asked["amount"])), str(asked["currency"])
    except (KeyError, TypeError, InvalidOperation):
        raise Refused(422, "bad_cod") from None
    if not amount.is_finite() or amount <= 0:
        raise Refused(422, "bad_cod")
    return amount, currency
