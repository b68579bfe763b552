"""Telling those who asked: a slot has opened, it is their turn in the line."""

from collections.abc import Sequence

from django.db import transaction

from pasar import countries
from pasar.kernel import clock
from pasar.kernel.errors import Conflict, NotFound
from pasar.kernel.ids import ListingId, SkuId
from pasar.market.campaigns.models import Item, Place, Reminder, Slot
from pasar.market.catalogue import queries as catalogue
from pasar.market.identity import queries as identity
from pasar.market.messages import operations as messages
from pasar.market.messages.operations import Telling

SIZE = 500


@transaction.atomic
def remind_me(
    *, country: str, slot_id: int, customer_id: int, language: str, listing_id: int | None = None
) -> None:
    """Tell a customer when a slot opens. Again: nothing.  Raises NotFound; Conflict when it has opened already."""
    slot = Slot.objects.filter(pk=slot_id, country=country).first()
    if slot is None:
        raise NotFound
    if slot.announced_at or slot.starts_at <= clock.now():
        raise Conflict
    Reminder.objects.bulk_create(
        [
            Reminder(
                country=country, slot_id=slot_id, customer_id=customer_id, listing_id=listing_id,
                language=language, created_at=clock.now(),
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def forget_me(*, slot_id: int, customer_id: int) -> None:
    """Not to be told after all."""
    Reminder.objects.filter(slot_id=slot_id, customer_id=customer_id).delete()


def announce_due() -> int:
    """Tell of the slots that have begun, each once; how many slots."""
    now = clock.now()
    if not Slot.objects.filter(announced_at=None, starts_at__lte=now).exists():
        return 0
    with transaction.atomic():
        due = list(
            Slot.objects.select_for_update(no_key=True, skip_locked=True)
            .filter(announced_at=None, starts_at__lte=now)
            .order_by("pk")
        )
        for slot in due:
            # One that was over before anybody looked has nothing to tell.
            if slot.ends_at > now:
                _tell(slot)
        Slot.objects.filter(pk__in=[slot.pk for slot in due]).update(announced_at=now)
    return len(due)


def _tell(slot: Slot) -> None:
    wanted = list(Reminder.objects.filter(slot_id=slot.pk).order_by("pk"))
    if not wanted:
        return
    known = identity.customers({each.customer_id for each in wanted})
    main = countries.get(slot.country).languages[0]
    listings = {each.listing_id for each in wanted if each.listing_id}
    titles = {
        int(card.id): card.title for card in catalogue.cards([ListingId(i) for i in sorted(listings)], main)
    }
    messages.send_all(
        [
            Telling(
                country=slot.country, person_ids=(known[each.customer_id].person_id,), template="flash_opens",
                context={"title": titles.get(each.listing_id or 0, ""), "ends_at": slot.ends_at.isoformat()},
                ref=f"flash {slot.pk}", path="flash/",
            )
            for each in wanted
            if each.customer_id in known
        ]
    )  # fmt: skip


def tell_called(calls: Sequence[tuple[int, int]]) -> None:
    """Tell customers that it is their turn, if it still is. calls: (item, customer)."""
    items = Item.objects.in_bulk({item for item, _customer in calls})
    known = identity.customers({customer for _item, customer in calls})
    facts = {
        int(each.sku_id): each.title
        for each in catalogue.sku_facts([SkuId(i.sku_id) for i in items.values()])
    }
    called = Place.objects.filter(
        item_id__in=list(items),
        customer_id__in=list(known),
        state=Place.State.CALLED,
        called_until__gt=clock.now(),
    )
    messages.send_all(
        [
            Telling(
                country=items[place.item_id].country, person_ids=(known[place.customer_id].person_id,),
                template="flash_turn", context={"title": facts.get(items[place.item_id].sku_id, "")},
                ref=f"flash turn {place.pk}", path=f"flash/line/{place.item_id}/",
            )
            for place in called
            if (place.item_id, place.customer_id) in set(calls)
        ]
    )  # fmt: skip
