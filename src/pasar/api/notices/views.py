"""Keep what a provider tells us, and answer at once; tasks read it later.

What is not its own gets one answer, whatever is wrong with it; a notice that came before gets the same as a new one.
"""

from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pasar.finance.payments import operations as payments
from pasar.finance.payments.errors import NoticeRefused
from pasar.kernel import faults
from pasar.market.fulfilment import operations as fulfilment

LARGEST = 64 * 1024


@csrf_exempt
@require_POST
def from_provider(request: HttpRequest, key: str) -> JsonResponse:
    """A payment provider's notice."""
    payments.take_notice(key, request.headers, _raw(request))
    faults.reach("after_notice_before_answer")
    return JsonResponse({"status": "taken"})


@csrf_exempt
@require_POST
def from_carrier(request: HttpRequest, key: str) -> JsonResponse:
    """A carrier's notice."""
    fulfilment.take_notice(key, request.headers, _raw(request))
    return JsonResponse({"status": "taken"})


def _raw(request: HttpRequest) -> bytes:
    """The bytes as they came, unless there are too many of them."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST:
        raise NoticeRefused
    try:
        return request.body
    except RawPostDataException:
        # Sent as a form with files: no provider's notice, and read as a form before it got here.
        raise NoticeRefused from None
