"""The stages by name. A new one is a module here, a frozen dataclass, and a line in `STAGES`."""

from collections.abc import Callable

from pipeline.run import Stage
from pipeline.stages.normalize import Normalize
from pipeline.stages.sentences import Sentences
from pipeline.stages.speakers import Speakers
from pipeline.stages.terms import Terms

STAGES: dict[str, Callable[[], Stage]] = {
    "normalize": Normalize,
    "terms": Terms,
    "sentences": Sentences,
    "speakers": Speakers,
}
