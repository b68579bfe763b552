from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "pasar.market.campaigns"
    label = "campaigns"
    verbose_name = "Campaigns and flash sales"
