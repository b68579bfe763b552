import pytest

from pasar.kernel.errors import NotFound, TooMany
from pasar.kernel.models import AuditEntry, Event
from pasar.market.trust import operations, queries, rules
from pasar.market.trust.errors import ReportInvalid
from pasar.market.trust.models import Report


def test_words_are_found_whole_whatever_stands_between_them():
    words = [
        rules.Word("ganja", "", "refuse"),
        rules.Word("senjata api", "", "refuse"),
        rules.Word("งาช้าง", "", "refuse"),
    ]
    texts = ["GANJA!", "senjata-\u200bapi", "แหวนงาช้างแท้", "keganjaan, senjataapi"]
    assert [word.text for word in rules.find(words, texts)] == ["ganja", "senjata api", "งาช้าง"]
    assert rules.find(words, ["keganjaan", "senjataapi", "Ganjar", ""]) == []
    assert rules.find([], texts) == []


def test_a_million_letters_are_looked_through_at_once():
    words = [rules.Word(f"word{n} next{n}", "", "refuse") for n in range(200)]
    assert rules.find(words, ["word1 " * 200_000]) == []


def test_words_are_the_countrys_own(db):
    assert operations.load_words() > 40
    assert operations.load_words() == 0
    assert [each.word for each in queries.screen("sg", ["Vape starter kit"])] == ["vape"]
    assert queries.screen("ph", ["Vape starter kit"]) == []
    assert queries.screen("th", ["พลุ"]) == []
    assert [each.severity for each in queries.screen("th", ["พลุ"], severity="review")] == ["review"]


def test_an_operator_adds_and_removes_words_with_a_trace(db):
    operations.forbid_word(
        country="id", text="Kartu Judi", reason="gambling", severity="refuse", actor="person:1"
    )
    assert queries.screen("id", ["kartu judi murah"])[0].reason == "gambling"
    operations.allow_word(country="id", text="kartu judi", reason="a board game", actor="person:1")
    assert queries.screen("id", ["kartu judi murah"]) == []
    assert [entry.action for entry in AuditEntry.objects.order_by("id")] == ["forbid_word", "allow_word"]


def report(reporter="customer:1", **changes):
    values = {"reason": "counterfeit", "text": "<b>fake</b>", "listing_id": 7, **changes}
    operations.report_listing(country="id", reporter=reporter, **values)


def test_one_visitor_one_report(db):
    report()
    report(reason="offensive")
    report("guest:x")
    assert [(row.reporter, row.reason) for row in Report.objects.order_by("id")] == [
        ("customer:1", "counterfeit"), ("guest:x", "counterfeit"),
    ]  # fmt: skip
    assert queries.open_count("id") == 2


@pytest.mark.parametrize("changes", [{"reason": "x"}, {"reason": "other", "text": " \n "}])
def test_a_report_without_a_reason_is_refused(db, changes):
    with pytest.raises(ReportInvalid):
        report(**changes)
    assert not Report.objects.exists()


def test_a_visitor_reports_twenty_listings_a_day_at_most(db):
    for listing_id in range(20):
        report(listing_id=listing_id)
    with pytest.raises(TooMany):
        report(listing_id=99)


def test_a_decision_answers_all_open_reports_of_a_listing_once(db):
    report()
    report("guest:x")
    report(listing_id=8)
    assert (
        operations.decide(country="id", listing_id=7, upheld=True, actor="person:1", note="No invoice") == 2
    )
    with pytest.raises(NotFound):
        operations.decide(country="id", listing_id=7, upheld=False, actor="person:2", note="")
    with pytest.raises(NotFound):
        operations.decide(country="th", listing_id=8, upheld=True, actor="person:1", note="")
    event = Event.objects.get(topic="report.decided")
    assert (event.payload["listing_id"], event.payload["upheld"]) == (7, True)
    assert [each.state for each in queries.reports_of("id", 7)] == ["upheld", "upheld"]
    assert AuditEntry.objects.get().reason == "No invoice"
