"""`make bench`: our pages and verbs beside their bare twins, measured in the same run."""

from __future__ import annotations

import sys

from tools.ground import Stop, say, settle


def main() -> int:
    """Measure on SQLite and PostgreSQL and print ratios, medians of five."""
    try:
        settle("dev")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    say("测量还没有接上。 The measurements are not wired yet.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
