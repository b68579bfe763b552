"""A bank transfer by scanning the country's QR code (QRIS, DuitNow QR, QR Ph, PayNow, PromptPay, VietQR)."""

from django.utils.translation import gettext_lazy as _

from pasar.finance.payments.methods import PaymentMethod

adapter = PaymentMethod(
    key="qr_transfer",
    kind="provider",
    name=_("QR transfer"),
    hint=_("Scan the code with any banking app"),
    icon="qr",
    provider="demo_bank",
    refunds_to="source",
    tops_up=True,
    # Source: the schemes' limits as of 2026-11 (QRIS 10 million rupiah each; the others the banks' usual own).
    limits={
        "IDR": (1_000_000, 1_000_000_000),
        "MYR": (1_000, 500_000),
        "PHP": (10_000, 5_000_000),
        "SGD": (500, 500_000),
        "THB": (5_000, 5_000_000),
        "VND": (10_000, 50_000_000),
    },
)
