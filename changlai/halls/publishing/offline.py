"""The screen of the wall goes on when the network does not."""

from changlai.kernel.registry.contributions import OfflinePage

OFFLINE = [
    OfflinePage(
        "publishing:wall_screen",
        files=("publishing/screen.js", "publishing/screen.css"),
        of_centre=True,
    )
]
