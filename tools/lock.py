"""`make lock`: write the lock files anew; they carry hashes and name no host."""

from __future__ import annotations

import os
import sys

from tools.ground import ROOT, VENV, Stop, environment, run, settle

WHY = ("没有写成锁文件。", "A lock file could not be written.")


def main() -> int:
    """Resolve for every platform at once and write hashes, so that any mirror may serve them."""
    try:
        settle("dev")
        env = environment()
        # What was tried stays, unless newer versions are what is asked for.
        upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
        uv = [str(VENV / "bin" / "uv"), "pip", "compile", "--universal", "--generate-hashes"]
        uv += ["--no-header", "--quiet", *upgrade]
        run([*uv, "pyproject.toml", "-o", "requirements.lock"], WHY, env)
        # The suite must run on the very versions that are served.
        served = ["-c", "requirements.lock"]
        dev = [*uv, *served, "--extra", "dev", "pyproject.toml", "-o", "requirements-dev.lock"]
        run(dev, WHY, env)
        node = ROOT / "requirements-node.in"
        run([*uv, "--no-annotate", node.name, "-o", "requirements-node.lock"], WHY, env)
        run(["npm", "install", "--package-lock-only", "--ignore-scripts"], WHY, env)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
