"""The words of a talk's own: its vocabulary, its programme, and what was written about it."""

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline.dictionary import Dictionary, Term, merge
from pipeline.language.naming import is_voice
from pipeline.language.spelling import plural
from pipeline.matching.harvest import harvested, written
from pipeline.matching.literal import phrases
from pipeline.model import Talk, key, keys_in


def with_vocabulary(dictionary: Dictionary, talk: Talk) -> Dictionary:
    """The dictionary with a talk's own words: its vocabulary, the names on its programme, and the terms
    in its titles, abstract and slides. What the dictionary has of them is the talk's own as well."""
    page = [*_people(talk), *_places(talk)]
    listed = {term.name for term in dictionary.terms}
    own = {term.name for term in dictionary.terms if term.is_own}
    kinds = {key(term.name): term.category for term in page}
    new = [Term(name, kinds.get(key(name), "")) for name in talk.vocabulary if name not in own]
    # How a name is spelled the dictionary knows better than a programme.
    known = {key(name) for name in (*listed, *talk.vocabulary)}
    new += [term for term in page if key(term.name) not in known]
    # What is harvested is a guess: an entry that knows the term in any form knows better.
    known = {key(form) for term in (*dictionary.terms, *new) for form in (term.name, *term.aliases)}
    unknown = (name for name in harvested(talk) if known.isdisjoint((key(name), plural(key(name)))))
    new += map(Term, unknown)
    taken = {key(term.name) for term in new}
    told = _told(dictionary, talk, (term.name for term in page))
    new += [Term(name) for name in told if name not in own and key(name) not in taken]
    return merge([dictionary, Dictionary(tuple(new))]) if new else dictionary


def _people(talk: Talk) -> list[Term]:
    """The names on the programme and their parts."""
    names = [name for speaker in talk.speakers for name in (speaker.name, *speaker.aliases)]
    parts = {part for name in names if not is_voice(name) for part in (name, *name.split())}
    return [Term(name, "person") for name in sorted(parts) if len(name) > 2 and name[0].isupper()]


def _places(talk: Talk) -> list[Term]:
    """Where the speakers are from."""
    people = {term.name for term in _people(talk)}
    places = {speaker.affiliation for speaker in talk.speakers if speaker.affiliation}
    return [Term(name, "organisation") for name in sorted(places - people)]


def _told(dictionary: Dictionary, talk: Talk, page: Iterable[str]) -> Iterator[str]:
    """The dictionary's names of what the programme names, or what was written about the talk: by a form that is nothing
    else, or as a term of its own."""
    said = keys_in(written(talk))
    found = (match.forms[0] for match in phrases(dictionary).find(said)) if said else ()
    sure = {form.term.name for form in found if form.sure}
    named = {*map(key, chain(page, harvested(talk)))}
    for term in dictionary.terms:
        if term.name in sure or not named.isdisjoint(map(key, (term.name, *term.aliases))):
            yield term.name
