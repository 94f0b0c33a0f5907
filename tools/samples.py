"""`make samples`: the importer on the real messages that lie beside the project, if they do."""

from __future__ import annotations

import sys

from tools.ground import ROOT, Stop, say, settle

MESSAGES = ROOT.parent / "shared" / "data" / "messages"


def main() -> int:
    """Import the messages into an empty database of their own and compare the counts."""
    if not MESSAGES.is_dir():
        say(
            "没有找到真实留言(../shared/data/messages),这一步只在放有样本的机器上做。\n"
            "No real messages beside the project (../shared/data/messages); nothing to run."
        )
        return 1
    try:
        settle("run")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    say("样本的导入还没有接上。 The import of the samples is not wired yet.")
    return 1


if __name__ == "__main__":
    sys.exit(main())
