"""Random lives of a book, held against a model of a few lines."""

from collections import Counter

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasar.finance.ledger import operations, queries
from pasar.finance.ledger.chart import KINDS
from pasar.finance.ledger.errors import InsufficientFunds, NotPending
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, net
from pasar.kernel import ids

KEYS = [
    AccountKey("bank"), AccountKey("wallet", 1), AccountKey("wallet", 2), AccountKey("escrow"),
    AccountKey("seller_payable", 3),
]  # fmt: skip
keys = st.sampled_from(KEYS)
amounts = st.integers(1, 1_000)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("posted"), keys, keys, amounts),
        st.tuples(st.just("pending"), keys, keys, amounts),
        st.tuples(st.sampled_from(["post", "void"]), st.integers(0, 5), amounts),
        st.tuples(st.just("again"), st.integers(0, 9)),
    ),
    max_size=25,
)


class Model:
    """What a book should say: debits less credits by account, and what is held."""

    def __init__(self):
        self.moved, self.held = Counter(), Counter()
        self.pending, self.made = {}, []

    def refuses(self, transfer):
        moved, held = Counter(self.moved), Counter(self.held)
        self.apply(transfer, moved, held)
        guarded = [key for key in KEYS if KINDS[key.kind].guarded]
        return any(-moved[key] - held[key] < 0 for key in guarded)

    def apply(self, transfer, moved, held):
        amount = transfer.amount_minor
        if transfer.kind in ("posted", "post"):
            moved[transfer.debit] += amount
            moved[transfer.credit] -= amount
        if transfer.kind == "pending":
            held[transfer.debit] += amount
        elif transfer.pending_id:
            held[transfer.debit] -= self.pending[transfer.pending_id].amount_minor


def make(kind, debit, credit, amount, pending_id=None):
    return NewTransfer(ids.uuid7(), "id", "IDR", debit, credit, amount, "test", "test", "1", kind, pending_id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_life_of_a_book_is_as_the_model_says(db, life):
    with transaction.atomic():
        _live(life)
        transaction.set_rollback(True)


def _live(life):
    model = Model()
    for step in life:
        match step:
            case ("posted" | "pending" as kind, debit, credit, amount) if debit != credit:
                transfer = make(kind, debit, credit, amount)
            case ("post" | "void" as kind, number, amount) if model.pending:
                pending = list(model.pending.values())[number % len(model.pending)]
                transfer = make(
                    kind, pending.debit, pending.credit, min(amount, pending.amount_minor), pending.id
                )
            case ("again", number) if model.made:
                assert operations.post([model.made[number % len(model.made)]]) == []
                continue
            case _:
                continue
        if model.refuses(transfer):
            with pytest.raises(InsufficientFunds):
                operations.post([transfer])
            continue
        assert operations.post([transfer]) == [transfer.id]
        model.apply(transfer, model.moved, model.held)
        model.made.append(transfer)
        if transfer.kind == "pending":
            model.pending[transfer.id] = transfer
        elif transfer.pending_id:
            with pytest.raises(NotPending):
                operations.post([make("void", transfer.debit, transfer.credit, 1, transfer.pending_id)])
            del model.pending[transfer.pending_id]
    for key in KEYS:
        found = queries.balance("id", "IDR", key)
        assert found.debits_minor - found.credits_minor == model.moved[key], key
    assert {each.difference_minor for each in queries.sums()} <= {0}


@given(st.lists(st.tuples(keys, keys, amounts), max_size=30))
def test_whatever_moves_sums_to_zero(moves):
    made = [make("posted", debit, credit, amount) for debit, credit, amount in moves if debit != credit]
    assert sum(net(made).values()) == 0


names = st.lists(st.text(max_size=10), min_size=1, max_size=3)


@given(st.uuids(), names, names)
def test_derived_ids_are_the_same_for_the_same_and_differ_for_others(source, parts, others):
    assert derived_id(source, *parts) == derived_id(source, *parts)
    assert (derived_id(source, *parts) == derived_id(source, *others)) == (
        "\x1f".join(parts) == "\x1f".join(others)
    )
    assert derived_id(source, *parts).version == 8
