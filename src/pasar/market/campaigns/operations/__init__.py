"""Verbs of campaigns and flash sales."""

from pasar.market.campaigns.operations.campaigns import (
    enrol,
    open_campaign,
    stop_campaign,
    withdraw_enrolment,
)
from pasar.market.campaigns.operations.nominating import Nomination, approve, nominate, refuse, withdraw
from pasar.market.campaigns.operations.quotas import close_due, give_back, open_due
from pasar.market.campaigns.operations.slots import open_slot

__all__ = [
    "Nomination",
    "approve",
    "close_due",
    "enrol",
    "give_back",
    "nominate",
    "open_campaign",
    "open_due",
    "open_slot",
    "refuse",
    "stop_campaign",
    "withdraw",
    "withdraw_enrolment",
]
