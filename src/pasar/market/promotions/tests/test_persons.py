import pytest

from pasar.market.promotions.rules import person_key

ANI = person_key(email="ani.wijaya@gmail.com", phone=None, customer_id=1)


@pytest.mark.parametrize(
    "email",
    [
        "AniWijaya@Gmail.com", "a.n.i.w.i.j.a.y.a@gmail.com", "aniwijaya+1111@gmail.com",
        "ani.wijaya+a+b@googlemail.com", " aniwijaya@gmail.com. ", "ａniwijaya@gmail.com",
    ],
)  # fmt: skip
def test_one_mailbox_is_one_person_however_it_is_written(email):
    assert person_key(email=email, phone="+6281234567", customer_id=2) == ANI


@pytest.mark.parametrize("email", ["aniwijaya@gmail.co", "aniwijaya2@gmail.com", "+1@gmail.com"])
def test_another_mailbox_is_somebody_else(email):
    assert person_key(email=email, phone=None, customer_id=1) != ANI


def test_who_has_no_e_mail_counts_by_phone_and_else_by_the_customer():
    assert person_key(email=None, phone="+62 812-34567", customer_id=1) == person_key(
        email="", phone="+6281234567", customer_id=2
    )
    assert person_key(email=None, phone=None, customer_id=1) != person_key(
        email=None, phone=None, customer_id=2
    )


def test_the_key_does_not_tell_the_address():
    assert "ani" not in ANI
    assert len(ANI) == 40
