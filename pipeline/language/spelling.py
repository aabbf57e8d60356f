"""English spelling: plurals, capitals, and the regional pairs (-ize/-ise, -or/-our) that a talk keeps to."""

import re
from collections.abc import Iterable

from pipeline.language.names import is_first_name

IZE = re.compile(r"(?<=[a-z]{3})iz(?=(?:ations?|es?|ed|ing|ers?|able)$)")
ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:ations?|ing|ed|es?|ers?|able)$)")
# Words in -ise on both sides of the ocean; they say nothing about where a talk was typed.
ALWAYS_ISE = frozenset(
    "advise comprise compromise concise devise disguise exercise expertise franchise improvise merchandise noise "
    "otherwise precise praise premise promise raise revise rise supervise surprise televise wise likewise paradise "
    "treatise enterprise promised exercises raised raising promises noises raises supervised unsupervised supervising "
    "advised revised devised comprised surprised surprising surprises premises promising exercising advising practise".split()
)
OR = re.compile(r"\b(behavi|col|fav|neighb|lab|hon|flav|harb)or(?=\w*$)", re.IGNORECASE)


def plural(word: str) -> str:
    """The regular plural of a word; of letters too ("GPUs")."""
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiouAEIOU]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def capitalised(text: str) -> str:
    """`text` with a capital at its head, the rest as it is; with a capital on each half of "Mary-Jane"."""
    parts = text.split("-")
    named = len(parts) > 1 and all(is_first_name(part.removesuffix("'s")) for part in parts)
    return "-".join(part[:1].upper() + part[1:] for part in (parts if named else [text]))


def british(text: str) -> str:
    """`text` with -ise and -our where it has -ize and -or."""
    return " ".join(OR.sub(r"\1our", IZE.sub("is", word)) for word in text.split(" "))


def is_british(keys: Iterable[str]) -> bool:
    """Whether a talk spells "optimisation" rather than "optimization", by the count of such words."""
    ise = ize = 0
    for word in keys:
        if word not in ALWAYS_ISE:
            ise += bool(ISE.search(word))
            ize += bool(IZE.search(word))
    return ise > ize
