"""Speed and memory of the whole way: `mondegreen clean` from the shell, start-up included.

    python benchmarks/whole.py data/raw/day-1-questions-and-answers.txt [--copies 20] [--runs 3]

Prints, per part, the median wall time of whole processes on one core: the start (`--help`), the talk
once, and a file with `--copies` talks in one, which shows how time and memory grow with length.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}


def timed(arguments: list[str]) -> tuple[float, float]:
    """Seconds of wall time of one run, and the largest memory of any run so far, in MiB."""
    started = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "pipeline", *arguments],
        check=True,
        capture_output=True,
        env=ENVIRONMENT,
    )
    took = time.perf_counter() - started
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def median(arguments: list[str], runs: int) -> tuple[float, float]:
    """The median time of several runs, after one that warms the caches."""
    timed(arguments)
    results = [timed(arguments) for _ in range(runs)]
    return statistics.median(took for took, _ in results), max(memory for _, memory in results)


def longer(raw: Path, copies: int, folder: Path) -> tuple[Path, int]:
    """A talk of `copies` times the length, as TSV, and its words."""
    from pipeline.formats import load

    segments = list(load(raw).segments)
    length = segments[-1].end + 1000
    lines, words = [], 0
    for copy in range(copies):
        for segment in segments:
            seconds = (segment.start + copy * length) // 1000
            lines.append(
                f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}\t{segment.text}"
            )
            words += len(segment.text.split())
    path = folder / "long.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path, words


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [("mondegreen --help", 0, *median(["--help"], options.runs))]
        for copies in (1, options.copies):
            raw, words = longer(options.raw, copies, folder)
            arguments = ["clean", str(raw), "--out", str(folder / "clean"), "--again"]
            label = "the talk" if copies == 1 else f"{copies} talks in one"
            rows.append((label, words, *median(arguments, options.runs)))
    print(f"{'what':<22}{'words':>10}{'seconds':>10}{'words/s':>10}{'MiB':>8}")
    for label, words, took, memory in rows:
        rate = f"{words / took:,.0f}" if words else ""
        print(f"{label:<22}{words or '':>10}{took:>10.2f}{rate:>10}{memory:>8.0f}")


if __name__ == "__main__":
    main()
