"""Verbs of campaigns and flash sales."""

from pasar.market.campaigns.operations.campaigns import (
    enrol,
    open_campaign,
    stop_campaign,
    withdraw_enrolment,
)
from pasar.market.campaigns.operations.line import ahead_of, end_turns, join, leave, read_ticket, ticket
from pasar.market.campaigns.operations.nominating import Nomination, approve, nominate, refuse, withdraw
from pasar.market.campaigns.operations.quotas import close_due, give_back, open_due
from pasar.market.campaigns.operations.reminding import announce_due, forget_me, remind_me, tell_called
from pasar.market.campaigns.operations.slots import open_slot

__all__ = [
    "Nomination",
    "ahead_of",
    "announce_due",
    "approve",
    "close_due",
    "end_turns",
    "enrol",
    "forget_me",
    "give_back",
    "join",
    "leave",
    "nominate",
    "open_campaign",
    "open_due",
    "open_slot",
    "read_ticket",
    "refuse",
    "remind_me",
    "stop_campaign",
    "tell_called",
    "ticket",
    "withdraw",
    "withdraw_enrolment",
]
