"""A customer's money in the market: what is there, what moved it, more of it by QR transfer."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_pages
from pasar.finance.wallet import queries as wallet_pages
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.wallet.forms import TopUpForm
from pasar.ui.forms import form_page, posted, safe_next
from pasar.ui.params import moment_and_id


@require_GET
def wallet(request: VisitorRequest) -> HttpResponse:
    customer = who.require_customer(request)
    after = moment_and_id(request.GET)
    history = wallet_pages.history(request.country.key, customer, after)
    context = {
        "wallet": wallet_pages.balance(request.country.key, customer),
        "history": history,
        "older": history.next,
    }
    return render(request, "storefront/wallet/wallet.html", context)


@require_http_methods(["GET", "POST"])
def top_up(request: VisitorRequest) -> HttpResponse:
    """How much; then the code to scan."""
    customer = who.require_customer(request)
    back = safe_next(request, "")
    sent = posted(request)
    if sent and (quick := sent.get("quick")):
        sent = sent.copy()
        sent["amount"] = quick
    first = {"amount": request.GET.get("amount", "")[:20]}
    form = TopUpForm(sent, country=request.country, initial=first)
    if form.is_valid():
        payment_id = form.attempt(
            payments.begin_top_up, country=request.country.key, customer_id=customer,
            amount_minor=form.cleaned_data["amount"], language=request.language,
        )  # fmt: skip
        if payment_id:
            request.session["after_top_up"] = back
            return redirect("top_up_pay", payment_id)
    context = {"wallet": wallet_pages.balance(request.country.key, customer), "next": back}
    return form_page(request, "storefront/wallet/top_up.html", form, **context)


@require_GET
def top_up_pay(request: VisitorRequest, payment_id: UUID) -> HttpResponse:
    """The code to scan, until it is paid or its time is over."""
    payment = payment_pages.top_up(who.require_customer(request), payment_id)
    if payment is None:
        raise NotFound
    waiting = payment.state in ("to_begin", "awaiting", "unknown")
    context = {
        "payment": payment,
        "waiting": waiting,
        "qr": payment_pages.qr_svg(payment.qr) if waiting and payment.qr else "",
        "left_s": max(int((payment.expires_at - clock.now()).total_seconds()), 0),
        "next": request.session.get("after_top_up", ""),
        "sandbox": settings.SANDBOX,
    }
    fragment = request.headers.get("HX-Request")
    template = "storefront/wallet/_top_up_pay.html" if fragment else "storefront/wallet/top_up_pay.html"
    return render(request, template, context)
