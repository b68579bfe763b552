"""The strip on top of the home page. Every slide leads to something that is there; no countdown that nothing keeps."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from pasar.market.campaigns.queries import CampaignView


@dataclass(frozen=True)
class Slide:
    """tone: a class of `.slide`. objects: names of shipped drawings, the largest first."""

    tone: str
    title: str
    text: str
    label: str
    url: str
    objects: tuple[str, ...]


def slides(running: CampaignView | None = None, name: str = "") -> list[Slide]:
    """The venture's slides in the language in force; the campaign that runs, if one does, under its name first."""
    search = reverse("search")
    return [
        *([_running(running, name)] if running else []),
        Slide(
            "evening",
            _("The night market is open"),
            _("Thousands of things from home sellers, brands and our own shelf, at tonight's prices."),
            _("See what is reduced"),
            search + "?reduced=1",
            ("red-paper-lantern", "shopping-bags", "wrapped-gift"),
        ),
        Slide(
            "evening",
            _("Vouchers are waiting"),
            _("Collect them with a tap. Checkout uses the best of them that go together."),
            _("To the vouchers"),
            reverse("vouchers"),
            ("purse", "coin", "ribbon"),
        ),
        Slide(
            "lantern",
            _("Your money waits until it is with you"),
            _("We hold what you pay and hand it to the seller once you have your parcel."),
            _("How that works"),
            reverse("help_topic", kwargs={"topic": "safety"}),
            ("shield", "package", "coin"),
        ),
        Slide(
            "pandan",
            _("Bought from a neighbour"),
            _("Home sellers cook, sew and pack it themselves. Find the ones near you."),
            _("To the home sellers"),
            search + "?kind=home",
            ("convenience-store", "pot-of-food", "thread"),
        ),
    ]


def _running(campaign: CampaignView, name: str) -> Slide:
    return Slide(
        "lantern",
        name,
        _("Below the lowest price of the last weeks, and not a cent otherwise."),
        _("To the campaign"),
        reverse("campaign", kwargs={"slug": campaign.slug}),
        ("wrapped-gift", "shopping-bags", "coin"),
    )
