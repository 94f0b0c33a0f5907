"""The console command `changlai`: Django's management verbs and our own under one name."""

import os
import sys


def main() -> None:
    """Run one management verb, as `changlai VERB …`."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changlai.config.settings.dev")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["changlai", *sys.argv[1:]])


if __name__ == "__main__":
    main()
