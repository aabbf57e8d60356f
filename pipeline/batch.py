"""Files in, files out: cleans raw transcripts, each on its own, and writes what it made of them.

Nothing here can leave half a file: outputs are written beside and renamed, the stamp that says
"up to date" last. One bad file costs nothing but itself.
"""

import time
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from pipeline import config as project
from pipeline import record, suspects, talks, verdicts
from pipeline.config import Config
from pipeline.errors import BadInput, NotInstalled, PipelineError
from pipeline.finding import Found, search, shared_folder, unfit
from pipeline.formats import WRITERS, load, transcript_file
from pipeline.language.english import reads_like_english
from pipeline.made import (
    Made,
    forget_failure,
    keep,
    keep_failure,
    last_run,
    raw_of,
    reads_of,
    seen_from,
    stamp_of,
)
from pipeline.model import Talk, Transcript
from pipeline.processes import spread
from pipeline.reports import TalkSummary, html, table
from pipeline.run import Step, text_after
from pipeline.summing import is_foreign, summed_up
from pipeline.verdicts import Verdict
from pipeline.verdicts.sheet import current
from pipeline.versions import versions
from pipeline.writing import sweep, write

RECORD = "edits.jsonl"
SUSPECTS = "suspects.csv"
FAULT = "fault.txt"
# How many talks this process has begun to clean: models and dictionaries are loaded when the first one wants them.
_CLEANED = count()
ENDED = (
    "its process was ended from outside, as happens when memory runs out; try it again by itself"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file, `raw`: a summary without any transcript, small enough to travel.

    `fresh` is False for a talk that was up to date and left as it is.
    """

    summary: TalkSummary
    raw: Path
    fresh: bool = True

    @property
    def failed(self) -> str:
        """Why the talk could not be cleaned; empty if it was."""
        return self.summary.failed


@dataclass(frozen=True, slots=True)
class Job:
    """One raw file to clean, and everything that decides what comes out."""

    raw: Path
    config: Config
    talk: Path | None = None
    again: bool = False

    @property
    def name(self) -> str:
        """The talk's name."""
        return self.config.name_of(self.raw)

    @property
    def folder(self) -> Path:
        """Where its results go."""
        return self.config.clean / self.name


def clean_all(jobs: Sequence[Job], workers: int = 1) -> Iterator[Outcome]:
    """Clean `jobs`, in their order, in as many processes as `workers`."""
    workers = min(workers, len(jobs))
    done = spread(outcome, jobs, workers) if workers > 1 else map(outcome, jobs)
    return (one or _failed(job, ENDED) for job, one in zip(jobs, done, strict=True))


def outcome(job: Job) -> Outcome:
    """Clean one file and write its results; an error becomes an outcome that says why."""
    sweep(job.folder)
    try:
        stamp = stamp_of(job.config, project.terms_hash(job.config), _made_from(job))
        done = (None if job.again else _up_to_date(job, stamp)) or _clean(job, stamp)
        forget_failure(job.folder)
        return done
    except PipelineError as error:
        return _failed(job, str(error))
    except OSError as error:
        return _failed(job, f"{error.filename or job.raw}: {error.strerror}")
    except ImportError as error:
        return _failed(job, str(NotInstalled(error)))
    except Exception:
        return _failed(
            job, f"a fault in mondegreen itself; please report what {_kept_fault(job)} says"
        )


def raw_files(config: Config) -> list[Path]:
    """The raw files of a project. Raises PipelineError, saying how to begin, if there is none."""
    return list(asked(config).files)


def asked(config: Config, paths: Sequence[Path] = ()) -> Found:
    """What is found of `paths`, or in the project's raw folder if none are given.

    Raises PipelineError, saying what to do, if there is nothing to clean.
    """
    found = search(paths or [config.raw], config.aside, config.name_of)
    if found.files:
        return found
    if found.refused and (paths or config.raw.exists()):
        raise PipelineError("\n".join(map(str, found.refused)))
    remedy = "name files, or a folder that holds some"
    if not paths:
        remedy = (
            f"put some there, or write into {project.PROJECT_FILE} where they and their results are: "
            'raw = "talks", clean = "clean"'
        )
    there = ", ".join(map(str, paths or [config.raw]))
    left = f" ({found.left_told})" if found.left else ""
    raise BadInput(f"no transcripts there{left}", file=there, remedy=remedy)


def read(raw: Path, talk: Path | None = None, name: str = "") -> Transcript:
    """The raw transcript, with what is known of the talk: from its page, from what yt-dlp kept of the video, from the talk
    file, and from the slides. Where they differ, the later of these counts.

    The talk file is `talk`, if that is there, or `NAME.talk.toml` or `talk.toml` beside the raw file; the slides' text is
    `NAME.slides.txt` there, what yt-dlp kept `NAME.info.json`. The transcript has the `name` of the talk, or that of the
    file. Raises BadInput.
    """
    chosen = talk if talk and talk.exists() else talks.talk_file(raw)
    transcript = load(raw)
    told = talks.load_talk(chosen) if chosen else Talk()
    told = replace(told, slides=talks.load_slides(raw))
    told = talks.joined(talks.load_info(raw), told)
    told = talks.joined(transcript.talk, told)
    return replace(transcript, talk=told, name=name or transcript.name)


def refused(found: Found, config: Config) -> list[Outcome]:
    """What came of the files that cannot be cleaned at all."""
    return [_failed(Job(Path(error.file), config), str(error)) for error in found.refused]


def process(
    transcript: Transcript, config: Config, standing: Sequence[Verdict] = ()
) -> tuple[list[Step], list[Verdict]]:
    """Run the configured stages on a transcript, as `standing` verdicts will have it.

    Gives the steps, and the verdicts whose place is not to be found any more.
    """
    return verdicts.decided(transcript, project.stages_of(config), config.accept(), standing)


def verdict_file(config: Config, name: str) -> Path:
    """Where the verdicts about a talk are kept."""
    return config.verdicts / f"{name}.jsonl"


def strays(config: Config, found: Found) -> list[Path]:
    """The verdict files that belong to no talk: none that is found, none that was cleaned from elsewhere."""
    refused = (Path(bad.file) for bad in found.refused)
    names = {config.name_of(path) for path in (*found.files, *refused)}
    others = (file for file in config.verdicts.glob("*.jsonl") if file.stem not in names)
    return sorted(file for file in others if not _is_of(config.clean / file.stem, config))


def _is_of(folder: Path, config: Config) -> bool:
    """Whether a talk's folder has its raw file, and is called as that is today."""
    raw = raw_of(folder)
    return bool(raw and config.name_of(raw) == folder.name)


def outputs(
    results: Sequence[Step], raw: Transcript, config: Config, about: Mapping[str, Verdict]
) -> Iterator[tuple[str, str]]:
    """The files a talk's folder holds, name and content: transcripts, the record, suspects, diffs; `about` are the verdicts
    about its edits."""
    clean = text_after(results, raw)
    for name in config.outputs:
        yield transcript_file(name), WRITERS[name](clean)
    yield RECORD, record.dump(results)
    yield "edits.csv", table(results, about)
    known, technical = project.dictionary_of(config), config.shipped_dictionaries
    yield SUSPECTS, suspects.dump(suspects.listed(results, known, technical=technical))
    for step in results:
        yield f"diff-{step.stage}.html", html([step], about)
    yield "diff.html", html(results, about)


def _kept_fault(job: Job) -> str:
    """Where the traceback of the error at hand is kept: the last line of it, if it cannot be."""
    path = job.folder / FAULT
    told = f"{versions()}\n\n{traceback.format_exc()}"
    try:
        write(path, told)
    except OSError:
        return repr(told.strip().splitlines()[-1])
    return str(path)


def _clean(job: Job, stamp: str) -> Outcome:
    started = time.perf_counter()
    _refuse_anothers_folder(job)
    if job.talk and not job.talk.exists():
        raise BadInput(
            "the talk was cleaned with this file, and it is gone",
            file=str(job.talk),
            remedy="put it back, or run `mondegreen clean` to clean the talk without it",
        )
    raw = read(job.raw, job.talk, job.name)
    _refuse_other_languages(raw, job)
    decided = verdict_file(job.config, job.name)
    lines, damaged = verdicts.load(decided)
    standing = verdicts.standing(lines)
    terms = project.terms_hash(job.config).hex()
    loaded = next(_CLEANED) == 0  # talks that were refused needed nothing of it
    with reads_of(job.folder, keep=True):
        results, lost = process(raw, job.config, standing)
        about = current(raw, results, standing)
        files = dict(outputs(results, raw, job.config, about))
    told = (*_beside(job, raw), *verdicts.unheeded(decided, damaged, lost, raw))
    foreign = is_foreign(job.config, results)
    took = time.perf_counter() - started
    made = summed_up(job.name, job.config, raw, results, about, took, told, foreign=foreign)
    made = replace(made, summary=replace(made.summary, loaded=loaded))
    source = seen_from(job.folder, job.raw)
    _write(job, files, replace(made, stamp=stamp, raw=source, talk=_given(job), terms=terms))
    return Outcome(made.summary, job.raw)


def _beside(job: Job, raw: Transcript) -> Iterator[str]:
    """What is to be said of a talk file: that it has another name, or names voices that the raw file has not."""
    from pipeline.stages.speakers.imported import no_voices  # it brings numpy: not for `--help`

    if told := talks.misnamed(job.raw):
        yield told
    yield from (f"{_talk_file(job)}: {told}" for told in no_voices(raw))


def _write(job: Job, files: Mapping[str, str], made: Made) -> None:
    """Write a talk's files, and remove what the last run made and this one did not: it would contradict them."""
    folder = job.folder
    _spare_raw(job.raw, [folder / name for name in files])
    earlier = last_run(folder)
    before = earlier.files if earlier else frozenset()
    # Without a stamp until all are written: if this run is killed, the next makes them again.
    keep(folder, replace(made, stamp="", files=before | {*files}))
    for name, text in files.items():
        write(folder / name, text)
    for path in folder.iterdir():
        if path.name not in files and (path.name in before or path.name == FAULT):
            path.unlink()
    keep(folder, replace(made, files=frozenset(files)))


def _spare_raw(raw: Path, results: Iterable[Path]) -> None:
    """Nothing is written over the raw file itself: it stands where its results would."""
    if any(path.exists() and path.samefile(raw) for path in results):
        raise BadInput(
            "its results would be written over it",
            remedy="rename it, or choose another folder with --out",
            file=str(raw),
        )


def _refuse_anothers_folder(job: Job) -> None:
    """Results and decisions go by the name alone: those of another file that is still there are not written over."""
    other = raw_of(job.folder)
    if other and not other.samefile(job.raw) and other.read_bytes() != job.raw.read_bytes():
        raise shared_folder(job.raw, [other])


def _refuse_other_languages(raw: Transcript, job: Job) -> None:
    stages = {name for name, _ in job.config.stages}
    if stages - {"normalize"} and not reads_like_english([word.text for word in raw.words]):
        raise BadInput(
            "this does not read like English, the one language that the stages know",
            file=str(job.raw),
            remedy='leave it out, or clean it by stages = ["normalize"] alone',
        )


def _failed(job: Job, why: str) -> Outcome:
    with suppress(OSError):
        if job.raw.is_file() and not unfit(job.raw, job.name):
            keep_failure(job.folder, job.raw, why)
    return Outcome(TalkSummary(job.name, failed=why), job.raw)


def _up_to_date(job: Job, stamp: str) -> Outcome | None:
    """What an earlier run noted of this job, if nothing that it depends on has changed since."""
    folder = job.folder
    made = last_run(folder)
    if not made or made.stamp != stamp or not all((folder / name).is_file() for name in made.files):
        return None
    raw = made.raw if made.raw_from(folder) else seen_from(folder, job.raw)
    if (raw, _given(job)) != (made.raw, made.talk):
        keep(folder, replace(made, raw=raw, talk=_given(job)))
    return Outcome(made.summary, job.raw, fresh=False)


def still_holds(job: Job, terms: bytes) -> bool:
    """Whether the last run of a talk would come out the same today, with a dictionary of this hash (`terms_hash`)."""
    made = last_run(job.folder)
    return bool(made and made.stamp == stamp_of(job.config, terms, _made_from(job)))


def _given(job: Job) -> str:
    """The talk file that was given, as seen from the talk's folder; empty if none was."""
    return seen_from(job.folder, job.talk) if job.talk else ""


def remembered(job: Job) -> Made | None:
    """What the last run noted of a talk; if that was not kept, as in a fresh clone, what its record tells.

    Raises BadInput if the raw file is another one since.
    """
    folder = job.folder
    made = last_run(folder)
    if made or not (folder / RECORD).exists():
        return made
    raw = read(job.raw, name=job.name)
    done = record.remembered(raw, folder / RECORD, job.raw)
    standing = verdicts.standing_in(verdict_file(job.config, job.name))
    about = current(raw, done, standing)
    return summed_up(job.name, job.config, raw, done, about, 0.0)


def _talk_file(job: Job) -> Path | None:
    """The talk file of a talk: the one that was given, or one beside the raw file."""
    return job.talk or talks.talk_file(job.raw)


def _made_from(job: Job) -> tuple[Path | None, ...]:
    """The files of its own that a talk is made from; some may not be there."""
    endings = (talks.SLIDES, talks.INFO, talks.MISNAMED, ".rttm")
    beside = (talks.companion(job.raw, ending) for ending in endings)
    return (job.raw, _talk_file(job), *beside, verdict_file(job.config, job.name))
