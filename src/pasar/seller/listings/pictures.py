"""The pictures of a form: those kept, in their order, and those sent with it."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from pasar.market.media import operations as media
from pasar.market.media import queries as uploads
from pasar.market.sellers.queries import SellerView
from pasar.seller import who
from pasar.seller.who import SellerRequest
from pasar.ui.forms import ShopForm

MOST = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in the form, under the key by which the form names it."""

    key: str
    picture: Any


def shown(pictures: Iterable[Any]) -> list[Shown]:
    return [Shown(_key(picture), picture) for picture in pictures]


def kept(request: SellerRequest, seller: SellerView, stored: Sequence[Any]) -> list[Any]:
    """The pictures that the form keeps: of the listing, or uploaded by this seller before; the cover first.

    A key that is neither is passed over: nobody takes another's picture by naming it.
    """
    known = {_key(picture): picture for picture in stored}
    keys = list(dict.fromkeys(request.POST.getlist("picture")))[:100]
    fresh = [key.removeprefix("u-") for key in keys if key not in known and key.startswith("u-")]
    known |= {_key(each): each for each in uploads.pictures(who.actor(seller), fresh)}
    gone = set(request.POST.getlist("remove"))
    cover = request.POST.get("cover", "")
    chosen = [key for key in keys if key in known and key not in gone]
    chosen.sort(key=lambda key: key != cover)
    return [known[key] for key in chosen]


def accepted(request: SellerRequest, seller: SellerView, form: ShopForm, room: int) -> list[Any]:
    """The files sent with the form as pictures; one that is refused says so in the form."""
    found = []
    for file in request.FILES.getlist("files")[: max(room, 0)]:
        picture = form.attempt(
            media.accept, country=seller.country, owner=who.actor(seller), file=file, purpose="listing"
        )
        if picture is not None:
            found.append(picture)
    return found


def _key(picture: Any) -> str:
    if picture.get("kind") == "upload":
        return f"u-{picture['id']}"
    return "s-" + hashlib.sha256(orjson.dumps(picture, option=orjson.OPT_SORT_KEYS)).hexdigest()[:16]
