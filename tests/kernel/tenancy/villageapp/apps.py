"""An app of the suite alone: the smallest village in which every rule of tenancy can be tried."""

from django.apps import AppConfig


class VillageAppConfig(AppConfig):
    """Installed by the test settings only."""

    name = "tests.kernel.tenancy.villageapp"
    label = "villageapp"
