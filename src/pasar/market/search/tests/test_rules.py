from hypothesis import given
from hypothesis import strategies as st

from pasar.market.search.rules import (
    BAND,
    Behaviour,
    Cursor,
    SearchRequest,
    final_score,
    read_cursor,
    sort_key,
    spread_sellers,
    tidy,
    write_cursor,
)  # fmt: skip

behaviours = st.builds(
    Behaviour, rating=st.floats(0, 5), sold=st.integers(0, 10**7), popularity=st.integers(0, 100),
    in_stock=st.booleans(),
    age_days=st.floats(-1, 5000),
)  # fmt: skip


@given(behaviours, st.floats(0.01, 100))
def test_behaviour_moves_a_text_score_within_the_band_only(behaviour, score):
    assert score * (1 - BAND) - 1e-9 <= final_score(score, behaviour) <= score * (1 + BAND) + 1e-9


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(1, 5)), unique_by=lambda pair: pair[0], max_size=120
    )
)
def test_spreading_sellers_loses_nothing_and_limits_each_page(ranked):
    result = spread_sellers(ranked)
    assert sorted(result) == sorted(listing for listing, _shop in ranked)
    shops = dict(ranked)
    first = [shops[listing] for listing in result[:24]]
    others = len({shop for _listing, shop in ranked})
    if others >= 6:
        assert max(first.count(shop) for shop in set(first)) <= 4


@given(st.integers(0, 10**12), st.integers(1, 4_000_000), st.integers(0, 10**12), st.integers(1, 4_000_000))
def test_sort_keys_order_by_value_then_listing(value, listing, other_value, other_listing):
    assert (sort_key(value, listing) < sort_key(other_value, other_listing)) == (
        (value, listing) < (other_value, other_listing)
    )


@given(st.sampled_from(["position", "key"]), st.integers(0, 2**62))
def test_a_cursor_is_read_as_it_was_written(kind, value):
    assert read_cursor(write_cursor(Cursor(kind, value))) == Cursor(kind, value)


@given(st.text(max_size=120))
def test_what_is_no_cursor_is_read_as_none(text):
    cursor = read_cursor(text)
    assert cursor is None or write_cursor(cursor)


def test_an_impossible_request_is_tidied_not_refused():
    request = tidy(
        SearchRequest(
            text="  a\x00b " * 100, price_from=500, price_to=10, rating=9, sort="drop table", size=10**9
        )
    )
    assert (request.price_from, request.price_to) == (10, 500)
    assert request.rating is None
    assert request.sort == "relevance"
    assert request.size == 100
    assert len(request.text) <= 200
