"""Prints what one ``claimcheck check PAGE`` costs from start to finish, against one second.

Run: python benchmarks/startup.py [PAGE]

CPU time of the whole process, the least of several runs: other work on the machine makes a run
longer, never shorter. The first line has no kept tables (the very first run of an installation),
the second has them. Byte code is compiled beforehand, as installing a wheel does.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

LIMIT = 1.0
RUNS = 5
PAGE = Path(__file__).parents[1] / "corpora" / "pages" / "small_caps_post" / "page.txt"


def seconds(arguments: list[str], environment: dict[str, str]) -> float:
    """CPU seconds, user and system, of one Python process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):  # 1: a claim is contradicted
        raise SystemExit(done.stderr.decode())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    page = sys.argv[1] if len(sys.argv) > 1 else str(PAGE)
    check = ["-m", "claimcheck", "check", page]
    with tempfile.TemporaryDirectory() as folder:
        warm = os.environ | {"PYTHONPYCACHEPREFIX": f"{folder}/code", "XDG_CACHE_HOME": folder}
        warm.pop("PYTHONDONTWRITEBYTECODE", None)
        seconds(check, warm)  # compiles
        cold = [
            seconds(check, warm | {"XDG_CACHE_HOME": f"{folder}/{run}"}) for run in range(RUNS)
        ]
        rows = (
            ("check, first run", min(cold)),
            ("check, later runs", min(seconds(check, warm) for _ in range(RUNS))),
            (
                "import claimcheck",
                min(seconds(["-c", "import claimcheck"], warm) for _ in range(RUNS)),
            ),
            ("python itself", min(seconds(["-c", ""], warm) for _ in range(RUNS))),
        )
    for name, spent in rows:
        print(f"{name:20} {spent:6.3f} s   {spent / LIMIT:5.2f} of the limit")


if __name__ == "__main__":
    main()
