"""What the market's staff may do with a listing; each leaves its trace in the audit trail."""

from django.db import transaction

from pasar.kernel import audit
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.operations.announcing import announce


@transaction.atomic
def take_down(*, country: str, listing_id: ListingId, actor: str, reason: str) -> None:
    """Take a listing out of sight until the market puts it back; its seller reads the reason.  Raises NotFound."""
    listing = _lock(country, listing_id)
    if listing.state == Listing.State.TAKEN_DOWN:
        return
    listing.state, listing.state_reason = Listing.State.TAKEN_DOWN, reason[:300]
    listing.save(update_fields=["state", "state_reason"])
    audit.record(
        country=country,
        actor=actor,
        action="listing.taken_down",
        target=f"listing:{listing_id}",
        reason=reason,
    )
    announce([listing.pk], unseen_too=True)


@transaction.atomic
def put_back(*, country: str, listing_id: ListingId, actor: str, reason: str) -> None:
    """Give a listing that was taken down back to its seller, who may publish it again.  Raises NotFound."""
    listing = _lock(country, listing_id)
    if listing.state != Listing.State.TAKEN_DOWN:
        return
    listing.state, listing.state_reason = Listing.State.WITHDRAWN, ""
    listing.save(update_fields=["state", "state_reason"])
    audit.record(
        country=country, actor=actor, action="listing.put_back", target=f"listing:{listing_id}", reason=reason
    )
    announce([listing.pk], unseen_too=True)


def _lock(country: str, listing_id: ListingId) -> Listing:
    found = Listing.objects.select_for_update(no_key=True).filter(pk=listing_id, country=country).first()
    if found is None:
        raise NotFound
    return found
