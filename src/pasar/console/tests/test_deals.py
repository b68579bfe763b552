"""The desk for flash sales and campaigns: announced, decided, watched, stopped; each with its trace."""

from datetime import UTC, datetime, timedelta

import pytest

from pasar.kernel import clock
from pasar.kernel.models import AuditEntry
from pasar.market.campaigns import operations
from pasar.market.campaigns.models import Campaign, Enrolment, Item, Slot
from pasar.market.campaigns.operations import Nomination
from pasar.market.campaigns.tests.making import ENTRY, make_goods, make_open, make_slot

DESK = "/console/id/deals/"
SLOT = {
    "starts_at": "2026-11-11T20:00", "hours": "2", "closes": "12", "min_cut": "10", "look_back": "30", "priced": "7",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _entry(db):
    with clock.frozen(ENTRY):
        yield


def nominated() -> int:
    shelf = make_goods()
    return operations.nominate(
        slot_id=make_slot(), seller_id=shelf.seller_id, actor="person:1",
        nomination=Nomination(sku_id=shelf.skus[0], price_minor=15_000_00, units=3),
    )  # fmt: skip


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", "reason"))


def test_a_flash_sale_is_announced_in_the_ventures_own_hours(staff):
    answer = staff("operator").post(DESK + "slots/", SLOT)
    assert answer.status_code == 302, answer.content.decode()
    slot = Slot.objects.get()
    assert slot.starts_at == datetime(2026, 11, 11, 13, 0, tzinfo=UTC)  # eight in the evening in Jakarta
    assert slot.ends_at - slot.starts_at == timedelta(hours=2)
    assert (slot.min_cut_bps, slot.look_back_days, slot.min_days_priced) == (1_000, 30, 7)
    assert actions()[-1] == ("flash_slot.open", "")


@pytest.mark.parametrize("wrong", [{"starts_at": ""}, {"hours": "0"}, {"min_cut": "95"}, {"look_back": "x"}])
def test_hours_that_cannot_be_are_said_beside_the_field(staff, wrong):
    answer = staff("operator").post(DESK + "slots/", SLOT | wrong)
    assert answer.status_code == 200
    assert "aria-invalid" in answer.content.decode()
    assert not Slot.objects.exists()


def test_nominations_are_approved_or_refused_with_a_reason_and_a_trace(staff):
    item = nominated()
    client = staff("operator")
    assert "Panci" in client.get(DESK).content.decode() or "Pot" in client.get(DESK).content.decode()
    client.post(DESK + "items/refuse/", {"item": [item]})
    assert Item.objects.get(pk=item).state == "nominated"
    client.post(DESK + "items/approve/", {"item": [item, "x", "99999999999999999999"]})
    assert Item.objects.get(pk=item).state == "approved"
    client.post(DESK + "items/refuse/", {"item": [item], "reason": "late"})
    assert Item.objects.get(pk=item).state == "approved"
    assert [action for action, _reason in actions()][-1] == "flash_item.approve"


def test_a_refusal_is_read_by_its_seller(staff):
    item = nominated()
    staff("operator").post(DESK + "items/refuse/", {"item": [item], "reason": "Too few pieces"})
    found = Item.objects.get(pk=item)
    assert (found.state, found.reason) == ("refused", "Too few pieces")
    assert actions()[-1] == ("flash_item.refuse", "Too few pieces")


def test_a_campaign_is_announced_and_stopped(staff):
    client = staff("operator")
    wanted = {
        "slug": "11-11", "name_id": "Pesta 11.11", "name_en": "", "starts_at": "2026-11-11T00:00",
        "ends_at": "2026-11-12T00:00", "enrol_by": "2026-11-10T20:00", "min_cut": "5", "look_back": "30", "priced": "7",
    }  # fmt: skip
    assert client.post(DESK + "campaigns/", wanted).status_code == 302
    campaign = Campaign.objects.get()
    assert campaign.names == {"id": "Pesta 11.11"}
    shelf = make_goods()
    operations.enrol(
        campaign_id=campaign.pk,
        seller_id=shelf.seller_id,
        prices={shelf.skus[0]: 20_000_00},
        actor="person:1",
    )
    assert "Pesta 11.11" in client.get(DESK).content.decode()
    client.post(f"{DESK}campaigns/{campaign.pk}/stop/", {"reason": "Wrong prices"})
    assert Enrolment.objects.get().state == "refused"
    assert actions()[-1] == ("campaign.stop", "Wrong prices")


def test_what_runs_is_watched(staff):
    item = make_open(make_goods(), units=5)
    page = staff("operator").get(f"{DESK}slots/{Item.objects.get(pk=item).slot_id}/").content.decode()
    assert "Pot" in page or "Panci" in page


def test_the_desk_is_the_operators_and_their_ventures_alone(staff):
    item = nominated()
    for client in (staff("support"), staff("finance"), staff("operator", "my")):
        assert client.get(DESK).status_code == 404
        assert client.post(DESK + "items/approve/", {"item": [item]}).status_code == 404
    assert Item.objects.get(pk=item).state == "nominated"


def test_the_desk_costs_the_same_however_much_is_on_it(staff, django_assert_max_num_queries):
    nominated()
    client = staff("operator")
    client.get(DESK)
    with django_assert_max_num_queries(9):
        client.get(DESK)
