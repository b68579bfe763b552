"""What can be answered before Django is asked: that a flash sale is over, to all who tap too late."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from pasar import countries
from pasar.market.campaigns import board
from pasar.market.campaigns.errors import SoldOut
from pasar.storefront.flash.line import sold_out

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_JOIN = re.compile(r"/([a-z]{2})/([a-z]{2,3})/flash/([0-9]{1,18})/join/", re.ASCII)


class SoldOutFirst:
    """Says so in a small part of the time that a page takes, so that those who wait for one get theirs.

    It says what any page would say that changes nothing, so it need not know who asks. Whatever it is not sure of,
    the application answers.
    """

    def __init__(self, application: Application, headers: list[tuple[str, str]]) -> None:
        self._application, self._headers = application, headers

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            found = _JOIN.fullmatch(environ["PATH_INFO"])
            if found is not None and board.gone(int(found[3])):
                country = countries.all_countries().get(found[1])
                if country is not None and found[2] in country.languages:
                    page = sold_out(country.key, found[2])
                    head = [
                        *self._headers,
                        ("Content-Language", found[2]),
                        ("Content-Length", str(len(page))),
                    ]
                    start_response(f"{SoldOut.status} Conflict", head)
                    return [page]
        return self._application(environ, start_response)
