"""The least a page can be: granian hands over a request, a handler gives ready bytes back."""

BODY = b"<!doctype html><title>Bare</title>" + b"<p>ready bytes</p>" * 1_500


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(BODY)))])
    return [BODY]
