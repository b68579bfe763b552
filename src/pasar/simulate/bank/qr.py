"""The payload of a merchant-presented QR code.

Source: EMVCo QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1: tag-length-value,
CRC-16/CCITT-FALSE over everything up to and including `6304`. The account templates follow the countries' schemes in
form.
"""

import binascii

SCHEMES = {
    "id": ("51", (("00", "ID.CO.QRIS.WWW"), ("02", "ID1020012345678"), ("03", "UMI")), "360"),
    "my": ("26", (("00", "A0000006150001"), ("01", "588734"), ("02", "1001234567")), "458"),
    "ph": ("28", (("00", "ph.ppmi.p2m"), ("01", "PASRPHM2XXX"), ("03", "0012345678")), "608"),
    "sg": ("26", (("00", "SG.PAYNOW"), ("01", "2"), ("02", "202612345K"), ("03", "0")), "702"),
    "th": ("30", (("00", "A000000677010112"), ("01", "010556123456701")), "764"),
    "vn": ("38", (("00", "A000000727"), ("01", "0006970499011000123456"), ("02", "QRIBFTTA")), "704"),
}  # fmt: skip
"""By country: the account template's tag, its parts, the currency's numeric code."""


def payload(country: str, amount: str, reference: str, merchant: str, city: str) -> str:
    """A dynamic code for one amount and one reference.

    amount: decimal text of major units. reference: at most 25 characters, comes back with the payment.
    """
    tag, account, currency = SCHEMES[country]
    body = _part("00", "01") + _part("01", "12")
    body += _part(tag, "".join(_part(key, value) for key, value in account))
    body += _part("52", "5399") + _part("53", currency) + _part("54", amount) + _part("58", country.upper())
    body += (
        _part("59", merchant[:25])
        + _part("60", city[:15])
        + _part("62", _part("05", reference[:25]))
        + "6304"
    )
    return body + f"{binascii.crc_hqx(body.encode(), 0xFFFF):04X}"


def _part(tag: str, value: str) -> str:
    if not 0 < len(value) <= 99:
        raise ValueError(f"tag {tag}: {len(value)} characters")
    return f"{tag}{len(value):02d}{value}"
