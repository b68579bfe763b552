"""The web process's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - needs Django set up

from pasar.kernel import clock  # noqa: E402
from pasar.runtime import early  # noqa: E402
from pasar.runtime.middleware import plain_page_headers  # noqa: E402

application = early.SoldOutFirst(django_application, plain_page_headers())

if settings.SANDBOX:
    clock.share()
# What is loaded now stays for the life of the process: the collector need not walk it again and again.
gc.collect()
gc.freeze()
