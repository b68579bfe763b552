"""A batch as the file that banks take: ISO 20022 customer credit transfer initiation.

Source: ISO 20022 message definition pain.001.001.09. Amounts are decimal strings of major units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from xml.etree import ElementTree as Xml

from pasar.kernel.money import EXPONENTS

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment of the file. `reference` (35 letters at most) comes back on the bank's statement."""

    reference: str
    amount_minor: int
    bank: str
    account: str
    holder: str
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """The file: who pays, from where, when, what."""

    reference: str
    currency: str
    payer: str
    payer_account: str
    payer_bank: str
    made_at: datetime
    execute_on: date
    transfers: Sequence[Transfer]


def document(order: Order) -> bytes:
    """The XML file, UTF-8."""
    root = Xml.Element("Document", xmlns=NAMESPACE)
    initiation = Xml.SubElement(root, "CstmrCdtTrfInitn")
    total = sum(transfer.amount_minor for transfer in order.transfers)
    head = Xml.SubElement(initiation, "GrpHdr")
    _text(head, "MsgId", order.reference[:35])
    _text(head, "CreDtTm", order.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    _sums(head, order, total)
    _text(head, "InitgPty/Nm", order.payer[:140])
    payment = Xml.SubElement(initiation, "PmtInf")
    _text(payment, "PmtInfId", order.reference[:35])
    _text(payment, "PmtMtd", "TRF")
    _text(payment, "BtchBookg", "true")
    _sums(payment, order, total)
    _text(payment, "ReqdExctnDt/Dt", order.execute_on.isoformat())
    _text(payment, "Dbtr/Nm", order.payer[:140])
    _text(payment, "DbtrAcct/Id/Othr/Id", order.payer_account[:34])
    _text(payment, "DbtrAgt/FinInstnId/Othr/Id", order.payer_bank[:35])
    for transfer in order.transfers:
        _transfer(payment, order.currency, transfer)
    Xml.indent(root)
    return bytes(Xml.tostring(root, encoding="utf-8", xml_declaration=True))


def _sums(parent: Xml.Element, order: Order, total: int) -> None:
    _text(parent, "NbOfTxs", str(len(order.transfers)))
    _text(parent, "CtrlSum", amount(total, order.currency))


def _transfer(parent: Xml.Element, currency: str, transfer: Transfer) -> None:
    one = Xml.SubElement(parent, "CdtTrfTxInf")
    _text(one, "PmtId/EndToEndId", transfer.reference[:35])
    _text(one, "Amt/InstdAmt", amount(transfer.amount_minor, currency)).set("Ccy", currency)
    _text(one, "CdtrAgt/FinInstnId/ClrSysMmbId/MmbId", transfer.bank[:35])
    _text(one, "Cdtr/Nm", transfer.holder[:140])
    _text(one, "CdtrAcct/Id/Othr/Id", transfer.account[:34])
    _text(one, "RmtInf/Ustrd", transfer.text[:140])


def _text(parent: Xml.Element, path: str, text: str) -> Xml.Element:
    """The element at `path` below `parent`, made with its parents, holding `text`."""
    for name in path.split("/"):
        parent = Xml.SubElement(parent, name)
    parent.text = text
    return parent


def amount(minor: int, currency: str) -> str:
    """1250 MYR is `12.50`; VND has no decimals."""
    digits = EXPONENTS[currency]
    whole, rest = divmod(minor, 10**digits)
    return f"{whole}.{rest:0{digits}d}" if digits else str(whole)
