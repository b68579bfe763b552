"""What customers say about the shop's goods, and what it answers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pasar.kernel.ids import ListingId
from pasar.market.catalogue import queries as catalogue
from pasar.market.reviews import operations
from pasar.market.reviews import queries as said
from pasar.market.sellers.queries import SellerView
from pasar.seller import who
from pasar.seller.shop.forms import ReplyForm
from pasar.seller.who import SellerRequest
from pasar.ui import params


@require_GET
@who.for_seller
def reviews(request: SellerRequest, seller: SellerView) -> HttpResponse:
    after = params.number_or_none(request.GET, "after")
    found = said.for_seller(seller.id, after=after)
    cards = catalogue.cards([ListingId(each.listing_id) for each in found], request.language)
    titles = {int(card.id): card for card in cards}
    rows = [
        (
            each,
            titles.get(each.listing_id),
            ReplyForm(initial={"reply": each.reply}, auto_id=f"reply-{each.id}-%s"),
        )
        for each in found
    ]
    more = found[-1].id if len(found) == said.PAGE else None
    return who.page(request, "shop/reviews.html", rows=rows, next=more)


@require_POST
@who.for_seller
def reply(request: SellerRequest, seller: SellerView, review_id: int) -> HttpResponse:
    form = ReplyForm(request.POST)
    text = form.cleaned_data["reply"] if form.is_valid() else request.POST.get("reply", "")
    operations.reply(seller_id=seller.id, review_id=review_id, text=text)
    messages.success(
        request, _("Your answer is there for all to read.") if text.strip() else _("Your answer is gone.")
    )
    return redirect("seller_reviews")
