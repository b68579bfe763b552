import threading

import pytest
from django.db import connection, transaction

from pasar.kernel import audit
from pasar.kernel.models import AuditEntry


def record(number: int) -> None:
    with transaction.atomic():
        audit.record(
            country="id", actor="person:1", action="seller.approve", target=f"seller:{number}", reason="fine"
        )


def test_entries_of_many_at_once_form_one_chain(fresh_market_db):
    def work(start: int) -> None:
        for number in range(start, start + 10):
            record(number)
        connection.close()

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 10, 20, 30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = list(AuditEntry.objects.order_by("id"))
    assert len(entries) == 40
    assert entries[0].prev_hash is None
    assert [bytes(each.prev_hash) for each in entries[1:]] == [bytes(each.hash) for each in entries[:-1]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", ["UPDATE kernel_auditentry SET reason = 'other'", "DELETE FROM kernel_auditentry"]
)
def test_the_application_cannot_change_what_was_recorded(change):
    record(1)
    with pytest.raises(Exception, match=r"permission denied|append-only"), connection.cursor() as cursor:
        cursor.execute(change)
