"""The console's own pages, before Django's admin: `/console/<venture>/<room>/…`."""

from django.conf import settings
from django.urls import path, register_converter

from pasar import countries
from pasar.console.audit import views as audit
from pasar.console.deals import views as deals
from pasar.console.fees import views as fees
from pasar.console.home import views as home
from pasar.console.ledger import views as ledger
from pasar.console.orders import views as orders
from pasar.console.payouts import views as payouts
from pasar.console.promotions import stacking
from pasar.console.promotions import views as promotions
from pasar.console.sellers import views as sellers
from pasar.console.sign_in import views as sign_in
from pasar.console.trust import views as trust
from pasar.ui.params import RowNumber


class VentureConverter:
    """A venture's key; anything else in its place is left to Django's admin."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> str:
        if value not in countries.all_countries():
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(VentureConverter, "venture")
register_converter(RowNumber, "kept")

V = "<venture:country>/"
urlpatterns = [
    path("", sign_in.entry, name="console_entry"),
    path("login/", sign_in.sign_in, name="console_sign_in"),
    path("logout/", sign_in.sign_out, name="console_sign_out"),
    path(V, home.home, name="console_home"),
    path(f"{V}orders/", orders.find, name="console_orders"),
    path(f"{V}orders/<uuid:order_id>/", orders.order, name="console_order"),
    path(f"{V}orders/<uuid:order_id>/money/", orders.money, name="console_order_money"),
    path(f"{V}orders/<uuid:order_id>/cancel/", orders.act, {"verb": "cancel"}, name="console_order_cancel"),
    path(
        f"{V}orders/<uuid:order_id>/deliver/", orders.act, {"verb": "deliver"}, name="console_order_deliver"
    ),
    path(f"{V}orders/<uuid:order_id>/refund/", orders.act, {"verb": "refund"}, name="console_order_refund"),
    path(f"{V}sellers/", sellers.sellers, name="console_sellers"),
    path(f"{V}sellers/<kept:seller_id>/", sellers.seller, name="console_seller"),
    *(
        path(
            f"{V}sellers/<kept:seller_id>/{verb}/", sellers.act, {"verb": verb}, name=f"console_seller_{verb}"
        )
        for verb in ("approve", "refuse", "suspend", "reinstate", "class")
    ),
    path(f"{V}reports/", trust.reports, name="console_reports"),
    *(
        path(
            f"{V}reports/<kept:listing_id>/{verb}/",
            trust.decide,
            {"verb": verb},
            name=f"console_report_{verb}",
        )
        for verb in ("uphold", "dismiss")
    ),
    path(f"{V}deals/", deals.deals, name="console_deals"),
    path(f"{V}deals/slots/", deals.open_slot, name="console_slot_open"),
    path(f"{V}deals/slots/<kept:slot_id>/", deals.slot, name="console_slot"),
    path(f"{V}deals/campaigns/", deals.open_campaign, name="console_campaign_open"),
    path(f"{V}deals/campaigns/<kept:campaign_id>/stop/", deals.stop_campaign, name="console_campaign_stop"),
    *(
        path(f"{V}deals/items/{verb}/", deals.decide, {"verb": verb}, name=f"console_items_{verb}")
        for verb in ("approve", "refuse")
    ),
    path(f"{V}ledger/", ledger.trial_balance, name="console_trial_balance"),
    path(f"{V}ledger/kinds/<slug:kind>/", ledger.accounts, name="console_accounts"),
    path(f"{V}ledger/accounts/<kept:account_id>/", ledger.account, name="console_account"),
    path(f"{V}result/", ledger.result, name="console_result"),
    path(f"{V}journal/", ledger.journal, name="console_journal"),
    path(f"{V}settlements/", payouts.settlements, name="console_settlements"),
    path(f"{V}settlements/<uuid:statement_id>/", payouts.statement, name="console_statement"),
    path(f"{V}payouts/", payouts.payouts, name="console_payouts"),
    path(f"{V}payouts/make/", payouts.make_batch, name="console_make_batch"),
    path(f"{V}payouts/<uuid:batch_id>/", payouts.batch, name="console_batch"),
    path(f"{V}payouts/<uuid:batch_id>/file/", payouts.bank_file, name="console_bank_file"),
    path(f"{V}bank/", payouts.bank, name="console_bank"),
    *(
        path(
            f"{V}bank/refunds/<uuid:refund_id>/{verb}/",
            payouts.refund_act,
            {"verb": verb},
            name=f"console_refund_{verb}",
        )
        for verb in ("wallet", "again")
    ),
    path(f"{V}fees/", fees.fees, name="console_fees"),
    path(f"{V}fees/<kept:rule_id>/approve/", fees.approve, name="console_fee_approve"),
    path(f"{V}promotions/", promotions.promotions, name="console_promotions"),
    path(f"{V}promotions/new/", promotions.choose, name="console_promotion_kinds"),
    path(f"{V}promotions/new/<slug:kind_key>/", promotions.new, name="console_promotion_new"),
    path(f"{V}promotions/<kept:promotion_id>/", promotions.promotion, name="console_promotion"),
    path(f"{V}promotions/<kept:promotion_id>/end/", promotions.end, name="console_promotion_end"),
    path(f"{V}stacking/", stacking.stacking, name="console_stacking"),
    path(f"{V}stacking/<kept:rule_id>/approve/", stacking.approve, name="console_stacking_approve"),
    path(f"{V}audit/", audit.trail, name="console_audit"),
]
if settings.SANDBOX:
    from pasar.console.sandbox import views as sandbox

    urlpatterns += [
        path(f"{V}clock/", sandbox.clock, name="console_clock"),
        path(f"{V}clock/wind/", sandbox.wind, name="console_clock_wind"),
    ]
