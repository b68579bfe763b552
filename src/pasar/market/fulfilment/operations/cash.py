"""Cash that carriers collected at doors and hand on: reconciled parcel by parcel, and booked."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.kernel import clock, events
from pasar.kernel.ids import uuid7
from pasar.market.fulfilment.carriers import Remitted
from pasar.market.fulfilment.events import RemittanceRead
from pasar.market.fulfilment.models import Parcel, Remittance, RemittanceLine


@transaction.atomic
def take_remittance(*, carrier_key: str, remitted: Remitted) -> bool:
    """Book cash that a carrier handed on, and hold each parcel's sum against what it collected. False: known already.

    Sums that differ, numbers we do not know and parcels remitted twice stand on the remittance's lines for an operator;
    the bank got what it got, so the whole is booked against what the carrier owes.
    """
    kept, new = Remittance.objects.get_or_create(
        carrier_key=carrier_key,
        reference=remitted.reference,
        defaults={
            "country": remitted.country,
            "currency": remitted.currency,
            "amount_minor": remitted.amount_minor,
            "fee_minor": remitted.fee_minor,
            "at": remitted.at,
            "read_at": clock.now(),
        },
    )
    if not new:
        return False
    parcels = {
        parcel.tracking_number: parcel
        for parcel in Parcel.objects.select_for_update(no_key=True)
        .filter(
            carrier_key=carrier_key,
            country=remitted.country,
            tracking_number__in=[each.tracking_number for each in remitted.parcels],
        )
        .order_by("id")
    }
    lines = [_line(kept, each.tracking_number, each.amount_minor, parcels) for each in remitted.parcels]
    RemittanceLine.objects.bulk_create(lines)
    for parcel in parcels.values():
        parcel.save(update_fields=["remitted_minor"])
    if booked := transfers(carrier_key, kept.id, remitted):
        ledger.post(booked)
    events.append(
        [
            RemittanceRead(
                country=remitted.country, remittance_id=kept.id, carrier_key=carrier_key,
                amount_minor=remitted.amount_minor,
                differences=sum(line.difference_minor != 0 for line in lines),
            )
        ]
    )  # fmt: skip
    return True


def transfers(carrier_key: str, remittance_id: int, remitted: Remitted) -> Sequence[NewTransfer]:
    """What a remittance moves: the bank gets the sum less the fee, the fee is what collecting costs."""
    owed = AccountKey("cod_receivable", party(carrier_key))
    source = uuid7()
    parts = (
        ("cod_remitted", AccountKey("bank"), remitted.amount_minor - remitted.fee_minor),
        ("cod_fee", AccountKey("payment_expense"), remitted.fee_minor),
    )
    return [
        NewTransfer(
            id=derived_id(source, code),
            country=remitted.country,
            currency=remitted.currency,
            debit=debit,
            credit=owed,
            amount_minor=amount,
            code=code,
            ref_kind="remittance",
            ref_id=str(remittance_id),
        )
        for code, debit, amount in parts
        if amount > 0
    ]


def _line(
    remittance: Remittance, number: str, amount_minor: int, parcels: Mapping[str, Parcel]
) -> RemittanceLine:
    parcel = parcels.get(number)
    expected = 0
    if parcel is not None:
        expected = 0 if parcel.remitted_minor is not None else parcel.collected_minor or 0
        parcel.remitted_minor = (parcel.remitted_minor or 0) + amount_minor
    return RemittanceLine(
        remittance=remittance,
        country=remittance.country,
        tracking_number=number,
        parcel_id=parcel.id if parcel else None,
        amount_minor=amount_minor,
        difference_minor=amount_minor - expected,
    )
