"""Joining, proving and leaving, on a real database with a standing clock."""

from datetime import UTC, datetime, timedelta

import pytest

from pasar.kernel import clock
from pasar.kernel.errors import Invalid, NotFound, TooMany
from pasar.kernel.models import Event
from pasar.market.identity import errors, operations, queries, rules
from pasar.market.identity.models import Address, Code, Person

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
EMAIL, PASSWORD = "sari@example.com", "kopi-susu-gula"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing_clock():
    with clock.frozen(AT):
        yield


def make_person(email=EMAIL, password=PASSWORD, **more):
    return operations.sign_up(
        country="id", language="id", name="Sari", email=email, password=password, **more
    )


def sent_code():
    return queries.code_to_send(Code.objects.latest("pk").pk).text


def test_a_person_signs_up_once_and_in_by_any_spelling_of_their_email_or_phone():
    person_id = make_person(phone="0812-3456-7890")
    for target in (EMAIL, " Sari@Example.COM ", "+62 812 3456 7890", "081234567890"):
        assert operations.authenticate(target=target, password=PASSWORD, country="id").pk == person_id
    with pytest.raises(errors.TargetTaken):
        make_person(email="SARI@example.com")
    assert Person.objects.count() == 1
    assert queries.customer(queries.customer_of("id", person_id)).phone == "+6281234567890"


@pytest.mark.parametrize("password", ["short", "12345678901", "password", "x" * 201])
def test_a_weak_password_is_refused_and_nobody_is_made(password):
    with pytest.raises(errors.PasswordWeak):
        make_person(password=password)
    assert not Person.objects.exists()


@pytest.mark.parametrize("email", ["nobody", "a@b", "a@example.com\nBcc: all@example.com", "<x>@", "0"])
def test_what_is_neither_email_nor_phone_is_refused(email):
    with pytest.raises(errors.TargetInvalid):
        make_person(email=email)


def test_a_wrong_password_an_unknown_person_and_a_person_without_password_are_refused_alike():
    make_person()
    operations.sign_up(country="id", language="id", name="Budi", email="budi@example.com")
    said = set()
    for target, password in ((EMAIL, "wrong-one"), ("who@example.com", PASSWORD), ("budi@example.com", "")):
        with pytest.raises(errors.SignInRefused) as refusal:
            operations.authenticate(target=target, password=password)
        said.add((str(refusal.value), refusal.value.code, refusal.value.status))
    assert len(said) == 1


def test_passwords_are_tried_ten_times_in_a_quarter_of_an_hour_at_most():
    make_person()
    for _ in range(10):
        with pytest.raises(errors.SignInRefused):
            operations.authenticate(target=EMAIL, password="guess-guess")
    with pytest.raises(TooMany):
        operations.authenticate(target=EMAIL, password=PASSWORD)
    with clock.frozen(AT + timedelta(minutes=15)):
        assert operations.authenticate(target=EMAIL, password=PASSWORD)


def test_a_code_signs_in_once():
    person_id = make_person()
    operations.send_code(country="id", language="id", target=EMAIL, purpose="sign_in")
    code = sent_code()
    assert operations.authenticate_by_code(target=EMAIL, code=f"{code[:3]} {code[3:]}").pk == person_id
    assert Person.objects.get().email_confirmed_at == AT
    with pytest.raises(errors.CodeRefused):
        operations.authenticate_by_code(target=EMAIL, code=code)


def test_a_code_is_good_for_its_own_purpose_and_ten_minutes():
    make_person()
    operations.send_code(country="id", language="id", target=EMAIL, purpose="sign_in")
    code = sent_code()
    with pytest.raises(errors.CodeRefused):
        operations.use_code(target=EMAIL, purpose="reset", code=code)
    with clock.frozen(AT + rules.CODE_LIFE), pytest.raises(errors.CodeRefused):
        operations.use_code(target=EMAIL, purpose="sign_in", code=code)


def test_five_wrong_guesses_kill_a_code_and_new_codes_buy_no_more_than_fifteen_guesses_an_hour():
    make_person()
    guesses = 0
    for _ in range(3):
        operations.send_code(country="id", language="id", target=EMAIL, purpose="sign_in")
        code = sent_code()
        wrong = f"{(int(code) + 1) % 1_000_000:06d}"
        for _ in range(rules.CODE_TRIES):
            with pytest.raises(errors.CodeRefused):
                operations.use_code(target=EMAIL, purpose="sign_in", code=wrong)
            guesses += 1
        assert queries.code_to_send(Code.objects.latest("pk").pk).text == ""
    assert guesses == 15
    with pytest.raises(TooMany):
        operations.use_code(target=EMAIL, purpose="sign_in", code=code)


def test_asking_for_codes_is_limited_by_target_and_by_source():
    for _ in range(5):
        operations.send_code(country="id", language="id", target=EMAIL, purpose="reset")
    with pytest.raises(TooMany):
        operations.send_code(country="id", language="id", target=EMAIL, purpose="reset")
    for number in range(30):
        operations.send_code(
            country="id",
            language="id",
            target=f"x{number}@example.com",
            purpose="reset",
            source="203.0.113.9",
        )
    with pytest.raises(TooMany):
        operations.send_code(
            country="id", language="id", target="y@example.com", purpose="reset", source="203.0.113.9"
        )


def test_asking_for_a_code_does_the_same_for_known_and_unknown():
    make_person()
    for target in (EMAIL, "stranger@example.com"):
        assert operations.send_code(country="id", language="id", target=target, purpose="reset") == target
    asked = [event.payload["known"] for event in Event.objects.filter(topic="code.asked").order_by("id")]
    assert asked == [True, False]
    assert Code.objects.count() == 2


def test_neither_the_row_nor_the_event_tells_the_code():
    operations.send_code(country="id", language="id", target=EMAIL, purpose="sign_up")
    code, row = sent_code(), Code.objects.get()
    stored = repr([bytes(row.nonce), row.target, row.pk, *Event.objects.values_list("payload", flat=True)])
    assert code not in stored
    assert EMAIL not in repr(list(Event.objects.values("payload", "key")))


def test_a_reset_sets_a_new_password_and_a_weak_one_keeps_the_code():
    make_person()
    before = Person.objects.get().get_session_auth_hash()
    operations.send_code(country="id", language="id", target=EMAIL, purpose="reset")
    code = sent_code()
    with pytest.raises(errors.PasswordWeak):
        operations.reset_password(target=EMAIL, code=code, password="123")
    operations.reset_password(target=EMAIL, code=code, password="teh-tarik-panas")
    assert operations.authenticate(target=EMAIL, password="teh-tarik-panas")
    # The hash in every older session no longer fits.
    assert Person.objects.get().get_session_auth_hash() != before


def test_a_reset_for_nobody_is_refused_like_a_wrong_code():
    operations.send_code(country="id", language="id", target="who@example.com", purpose="reset")
    with pytest.raises(errors.CodeRefused):
        operations.reset_password(target="who@example.com", code=sent_code(), password="teh-tarik-panas")


def test_a_session_ends_at_the_server_and_others_go_on():
    person_id = make_person()
    operations.end_session(person_id=person_id, sid="phone")
    operations.end_session(person_id=person_id, sid="phone")
    assert queries.standing(person_id, "phone") is None
    assert queries.standing(person_id, "laptop").pk == person_id
    with clock.frozen(AT + timedelta(days=40)):
        assert operations.sweep_sessions() == 1


def test_a_new_email_needs_the_code_sent_there_and_one_of_somebody_else_is_refused():
    person_id = make_person()
    make_person(email="budi@example.com")
    operations.send_code(country="id", language="id", target="new@example.com", purpose="confirm")
    code = sent_code()
    with pytest.raises(errors.CodeRefused):
        operations.change_target(country="id", person_id=person_id, target="other@example.com", code=code)
    assert (
        operations.change_target(country="id", person_id=person_id, target="new@example.com", code=code)
        == EMAIL
    )
    operations.send_code(country="id", language="id", target="budi@example.com", purpose="confirm")
    with pytest.raises(errors.TargetTaken):
        operations.change_target(
            country="id", person_id=person_id, target="budi@example.com", code=sent_code()
        )
    assert queries.person(person_id).email == "new@example.com"


def test_a_deleted_person_leaves_no_name_email_phone_or_address():
    person_id = make_person(phone="+6281234567890")
    customer_id = queries.customer_of("id", person_id)
    operations.make_staff(person_id=person_id, country="id", role="support", actor="system")
    Address.objects.create(
        country="id", customer_id=customer_id, recipient="Sari", phone="+6281234567890", area_code="31",
        area_text="Jakarta", line1="Jl. Kemang", zone="jabodetabek", created_at=AT,
    )  # fmt: skip
    operations.send_code(country="id", language="id", target=EMAIL, purpose="reset")
    operations.delete_account(person_id=person_id)
    operations.delete_account(person_id=person_id)
    row = Person.objects.get()
    assert (row.name, row.email, row.phone, row.is_active, row.is_staff) == ("", None, None, False, False)
    assert not row.has_usable_password()
    assert queries.addresses(customer_id) == []
    assert queries.standing(person_id, "any") is None
    assert not Code.objects.exists()
    assert queries.roles(person_id) == frozenset()
    assert queries.customer(customer_id).name == ""
    assert Event.objects.filter(topic="person.deleted").count() == 1
    # The address may be used again, by a new account.
    assert make_person() != person_id


def test_staff_roles_add_up_and_go_with_a_trace():
    person_id = make_person()
    for role in ("operator", "finance", "operator"):
        operations.make_staff(person_id=person_id, country="th", role=role, actor="system")
    assert queries.roles(person_id) == {("th", "operator"), ("th", "finance")}
    assert queries.staff("th", "finance") == [person_id]
    for role in ("operator", "finance"):
        operations.unmake_staff(person_id=person_id, country="th", role=role, actor="system")
    assert not Person.objects.get().is_staff


def test_a_customer_of_a_venture_is_made_once():
    person_id = make_person()
    first = operations.ensure_customer(country="my", person_id=person_id, language="ms")
    assert operations.ensure_customer(country="my", person_id=person_id, language="en") == first
    with pytest.raises(NotFound):
        operations.ensure_customer(country="my", person_id=987654, language="en")
    with pytest.raises(Invalid):
        operations.rename(person_id=person_id, name=" \u200b\n ")
