"""How fast the sentences are read, how much memory that takes, and how long the first one waits.

    python benchmarks/sentences_speed.py RAW [--processes 2]

RAW is a transcript in any format. Each figure comes from a process of its own; CPU time and the
clock are both told, since others may be at work on the machine. More processes than one read the
same talk side by side, as `mondegreen clean --jobs 2` does.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

# What `mondegreen --help` imports; and then the network, loaded and asked once.
START = "import pipeline.cli"
FIRST = """
from pipeline.language.heard import Heard
from pipeline.language.punctuator import tags
tags([Heard("hello"), Heard("world")])
"""
TIMES = 5


def reading(path: str) -> dict[str, float]:
    """How long this process takes to read a talk, and its memory at the highest, in MB."""
    from pipeline.formats import load
    from pipeline.language.heard import Heard, heard
    from pipeline.language.punctuator import tags
    from pipeline.stages.sentences import Sentences

    transcript = load(Path(path))
    known = heard(transcript)
    before = memory()
    tags([Heard("hello")])  # loads the network
    loaded = memory()
    network = timed(lambda: tags(known))
    stage = timed(lambda: [*Sentences()(transcript)])  # the network's answer is remembered
    return {
        "words": len(known),
        "cpu": network[0],
        "clock": network[1],
        "stage": network[0] + stage[0],
        "before": before,
        "loaded": loaded,
        "peak": memory(),
    }


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of CPU time and by the clock."""
    cpu, clock = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - clock


def memory() -> float:
    """The most memory this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def started(code: str) -> tuple[float, float]:
    """Seconds of CPU time and by the clock that Python takes to run `code`; the best of a few."""
    measure = f"import time, json\n{code}\nprint(json.dumps(time.process_time()))"
    found = []
    for _ in range(TIMES):
        began = time.perf_counter()
        told = subprocess.run([sys.executable, "-c", measure], capture_output=True, check=True)
        found.append((json.loads(told.stdout), time.perf_counter() - began))
    return min(cpu for cpu, _ in found), min(clock for _, clock in found)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("raw", type=Path)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    print("| | |\n|---|---|")
    with ProcessPoolExecutor(1) as pool:
        one = pool.submit(reading, str(args.raw)).result()
    words = one["words"]
    print(
        f"| network, one core | {words / one['cpu']:,.0f} words/s of CPU time, "
        f"{words / one['clock']:,.0f} by the clock |"
    )
    print(f"| whole stage, one core | {words / one['stage']:,.0f} words/s of CPU time |")
    with ProcessPoolExecutor(args.processes) as pool:
        several = list(pool.map(reading, [str(args.raw)] * args.processes))
    clock, cpu = (sum(words / each[kind] for each in several) for kind in ("clock", "cpu"))
    print(
        f"| network, {args.processes} processes | {cpu:,.0f} words/s of CPU time, "
        f"{clock:,.0f} by the clock |"
    )
    print(
        f"| memory | {one['before']:,.0f} MB before, {one['loaded']:,.0f} with the network, "
        f"{one['peak']:,.0f} at most while reading {words:,} words |"
    )
    cli, first = started(START), started(START + FIRST)
    print(f"| start of the command | {cli[0]:.2f} s of CPU time, {cli[1]:.2f} by the clock |")
    print(f"| the same and the first sentence | {first[0]:.2f} s, {first[1]:.2f} by the clock |")


if __name__ == "__main__":
    main()
