"""Terms, dictionaries of them, and what may be wrong with either."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain

from pipeline.errors import BadConfig
from pipeline.model import key

ARROW = " -> "
# Whose an entry is: somebody's own, for the talks at hand, or of what is there for all talks of a field, or of any.
OWN, GENERAL, ANY = "own", "general", "any"
# The categories that are told; another will do, and changes nothing.
CATEGORIES = (
    "term", "person", "organisation", "conference", "product", "language", "library", "hardware", "model", "dataset",
    "place",
)  # fmt: skip
NAMES = ("person", "organisation", "place")
# Of each of these there is one: people hardly ever say the plural of its name (docs/evaluation/terms.md).
SINGLE = ("product", "language", "library", "dataset", "conference")
# What no term has: control characters, and halves of characters that could not be decoded.
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A canonical term. `heard` forms read "form" or "form -> how it should read there"."""

    name: str
    category: str = ""
    aliases: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    origins: tuple[str, ...] = (OWN,)

    @property
    def is_own(self) -> bool:
        """Whether somebody listed it for these talks, whatever else has it."""
        return OWN in self.origins

    @property
    def is_general(self) -> bool:
        """Whether a general dictionary has it, whoever else."""
        return not {GENERAL, ANY}.isdisjoint(self.origins)

    @property
    def is_of_field(self) -> bool:
        """Whether a general dictionary has it, and none of what comes up in talks of any field."""
        return self.is_general and ANY not in self.origins

    @property
    def is_name(self) -> bool:
        """Whether its category says that it is a name: people use the possessive of it, and no plural."""
        return self.category in NAMES

    @property
    def is_single(self) -> bool:
        """Whether its category says that there is one of it: what sounds like its plural is hardly ever that."""
        return self.category in SINGLE

    def readings(self) -> Iterator[tuple[str, str]]:
        """Each `heard` form with what it should read: the term, unless the entry says otherwise."""
        for entry in self.heard:
            form, _, reading = entry.partition(ARROW.strip())
            yield form.strip(), reading.strip() or self.name

    def without_itself(self) -> "Term":
        """The entry without forms that are its own name: nothing would come of them."""
        own = self.name.casefold()
        heard = tuple(
            entry
            for entry, (form, reads) in zip(self.heard, self.readings(), strict=True)
            if form.casefold() != own or reads != self.name
        )
        aliases = tuple(form for form in self.aliases if form != self.name)
        return replace(self, aliases=aliases, heard=heard)

    def beyond(self, other: "Term") -> "Term":
        """What this entry has and another of its name has not, as an entry."""
        category = self.category if self.category != other.category else ""
        lists = {
            field: tuple(
                value for value in getattr(self, field) if value not in getattr(other, field)
            )
            for field in LISTS
        }
        return Term(self.name, category, **lists)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Terms by name, sorted; `head` is the comment the file opens with."""

    terms: tuple[Term, ...] = ()
    head: str = ""

    @classmethod
    def of(cls, terms: Iterable[Term], head: str = "") -> "Dictionary":
        """The dictionary of these terms, whatever their order."""
        return cls(tuple(sorted(terms, key=lambda term: in_order(term.name))), head)

    def general(self, *, of_any_field: bool = False) -> "Dictionary":
        """This dictionary as one that is there for talks of its whole field, or of any."""
        origins = (ANY if of_any_field else GENERAL,)
        terms = (replace(term, origins=origins) for term in self.terms)
        return replace(self, terms=tuple(terms))

    def get(self, name: str) -> Term | None:
        """The entry of exactly that name."""
        return next((term for term in self.terms if term.name == name), None)

    def spelled(self, name: str) -> Term | None:
        """The entry of that name, whatever its capitals and joints."""
        return self.get(name) or next((t for t in self.terms if key(t.name) == key(name)), None)

    def with_term(self, term: Term) -> "Dictionary":
        """This dictionary with `term` added, or put in the place of the entry of its name."""
        others = [other for other in self.terms if other.name != term.name]
        return Dictionary.of([*others, term], self.head)

    def with_all(self, other: "Dictionary") -> "Dictionary":
        """This dictionary with the entries of another; those of one name are joined, the other's category wins."""
        terms = {term.name: term for term in self.terms}
        for term in other.terms:
            terms[term.name] = _joined(terms.get(term.name, term), term)
        return Dictionary.of(terms.values(), self.head)

    def without(self, name: str) -> "Dictionary":
        """This dictionary less the entry of that name."""
        return replace(self, terms=tuple(term for term in self.terms if term.name != name))

    def without_all(self, names: Iterable[str]) -> "Dictionary":
        """This dictionary less the entries of these names, however they are written."""
        keys = {key(name) for name in names}
        return replace(self, terms=tuple(term for term in self.terms if key(term.name) not in keys))


FIELDS = tuple(field.name for field in fields(Term) if field.name not in ("name", "origins"))
LISTS = tuple(name for name in FIELDS if name != "category")


def usable(term: Term, file: str = "", line: int = 0) -> Term:
    """The term itself. Raises BadConfig if it, or a form it lists, cannot be said or written."""
    for what, remedy in _flaws(term):
        raise BadConfig(what, file=file, line=line, remedy=remedy)
    return term


def in_order(name: str) -> tuple[str, str]:
    """What terms are sorted by."""
    return name.casefold(), name


def uncapped(reads: str, name: str) -> str:
    """How a term, or more of it ("GPUs"), reads anywhere: its first letter is the name's, where the place may have
    given it a capital."""
    same = reads[:1].casefold() == name[:1].casefold() and reads[1:].startswith(name[1:])
    return name[:1] + reads[1:] if same else reads


def merge(dictionaries: Iterable[Dictionary]) -> Dictionary:
    """One dictionary of several. Entries of one name are joined; the later category wins.

    So are entries whose names differ by capitals or joints alone ("PyTorch" and "Pytorch", "ImageNet" and "image net"):
    one term, or each would be corrected to the other. It is written as the later dictionary has it, and within one as
    its first entry has it.
    """
    terms: dict[str, Term] = {}
    for dictionary in dictionaries:
        own: dict[str, Term] = {}
        for term in dictionary.terms:
            first = own.get(key(term.name), term)
            own[key(term.name)] = _joined(first, _renamed(term, first.name))
        for said, term in own.items():
            terms[said] = _joined(_renamed(terms.get(said, term), term.name), term)
    return Dictionary.of(terms.values())


def clashes(dictionaries: Sequence[Dictionary]) -> Iterator[str]:
    """Names that differ by capitals or joints alone, a sentence for each but the one that is written."""
    written = _written(dictionaries)
    for name in _names(dictionaries):
        if (other := written[key(name)]) != name:
            yield f"[{name}] and [{other}] differ by capitals or joints alone, and [{other}] is written: take one out"


def overruled(general: Sequence[Dictionary], own: Sequence[Dictionary]) -> Iterator[str]:
    """The names of general dictionaries that one's own write with other capitals or joints, a sentence each."""
    written = _written(own)
    for name in _names(general):
        if (other := written.get(key(name), name)) != name:
            yield f"[{other}] is written instead of [{name}], which ships with mondegreen"


def _written(dictionaries: Iterable[Dictionary]) -> dict[str, str]:
    """The names of a merged dictionary, by what they have in common with those they stand for."""
    return {key(term.name): term.name for term in merge(dictionaries).terms}


def _names(dictionaries: Iterable[Dictionary]) -> list[str]:
    return sorted({term.name for dictionary in dictionaries for term in dictionary.terms})


def check(dictionary: Dictionary, common: Callable[[str], bool]) -> Iterator[str]:
    """What is wrong with a dictionary, a sentence each; `common` says whether a word is very common."""
    names = {key(term.name): term.name for term in dictionary.terms}
    claims: dict[str, str] = {}
    for term in dictionary.terms:
        if len(said := key(term.name)) == 1 or said.isdigit():
            yield f"[{term.name}] is a letter or a number, and much sounds like it: take it out"
        forms = [*term.aliases, *(form for form, _ in term.readings())]
        for form, said in [(form, key(form)) for form in forms]:
            owner = claims.setdefault(said, term.name)
            if form == term.name:
                yield f"[{term.name}] lists itself as {form!r}: take it out"
            if owner != term.name:
                yield f"[{term.name}] and [{owner}] both claim {form!r}: keep it in one"
            elif forms.count(form) > 1:
                yield f"[{term.name}] lists {form!r} twice"
            if said in names and names[said] != term.name:
                yield f"[{term.name}] claims {form!r}, which is a term itself: take one out"
        for form, _ in term.readings():
            if key(term.name) in map(key, form.split()):
                yield f"[{term.name}] is heard as {form!r}, which has the term itself in it: take it out"
            if " " not in form and common(key(form)) and not term.near:
                yield f"[{term.name}] is heard as {form!r}, a very common word: give it `near` words"


def _flaws(term: Term) -> Iterator[tuple[str, str]]:
    """What no stage could do anything with, and what to do about it."""
    lists = (term.aliases, term.heard, term.sounds, term.near)
    for text in chain([term.name, term.category], *lists):
        if found := CONTROL.search(text):
            yield f"{text!a} has a control character (U+{ord(found[0]):04X})", "take it out"
    if not key(term.name):
        yield f"[{term.name}] has neither a letter nor a digit", "take it out"
    said = [("aliases", form) for form in term.aliases] + [("near", word) for word in term.near]
    said += [("heard", text) for pair in term.readings() for text in pair]
    for field, form in said:
        if not key(form):
            yield f"[{term.name}] {field} has {form!r}, neither a letter nor a digit", "take it out"
    for sound in term.sounds:
        if why := _is_no_sound(sound):
            yield f"[{term.name}] sounds has {sound!r}, {why}", 'write it like "JH IY P IY Y UW"'


def _is_no_sound(sound: str) -> str:
    """Why a pronunciation cannot be read; empty if it can."""
    from pipeline.language.alphabet import from_arpabet  # numpy comes with it: not for `--help`

    for symbol in sound.split():
        try:
            from_arpabet(symbol)
        except KeyError:
            return f"and {symbol!r} is no sound of ARPAbet"
    return "" if sound.strip() else "which is empty"


def _renamed(term: Term, name: str) -> Term:
    """The term under another spelling of its name, which its readings take over ("GP use -> GPUs")."""
    if term.name == name:
        return term
    arrow = ARROW.strip()
    said = (entry.partition(arrow) for entry in term.heard)
    heard = tuple(form + mark + reads.replace(term.name, name) for form, mark, reads in said)
    aliases = tuple(alias for alias in term.aliases if alias != name)
    return replace(term, name=name, heard=heard, aliases=aliases)


def _joined(one: Term, other: Term) -> Term:
    lists = {
        field: tuple(dict.fromkeys((*getattr(one, field), *getattr(other, field))))
        for field in (*LISTS, "origins")
    }
    return Term(one.name, other.category or one.category, **lists)
