"""The domain dictionary: canonical terms, how else they are written, and how they are misheard.

One TOML file a domain, a table a term:

    [GPU]
    category = "hardware"
    aliases = ["graphics processor unit"]   # other spellings, never anything else: always fixed
    heard = ["GP use -> GPUs", "G P you"]   # mishearings, often words in their own right
    sounds = ["JH IY P IY Y UW"]            # pronunciations (ARPAbet) where the spelling misleads
    near = ["cuda", "memory", "training"]   # context that makes it likely

Everything but the key may be missing. A plain list of terms, one a line, is a dictionary too.
"""

from pipeline.dictionary.files import dump, is_list, load, parse, parse_list, text_of
from pipeline.dictionary.rewriting import line_of
from pipeline.dictionary.table import COLUMNS, dump_table, left_out, parse_table
from pipeline.dictionary.terms import (
    ARROW,
    CATEGORIES,
    Dictionary,
    Term,
    check,
    clashes,
    merge,
    overruled,
    uncapped,
    usable,
)

__all__ = [
    "ARROW", "CATEGORIES", "COLUMNS", "Dictionary", "Term", "check", "clashes", "dump", "dump_table", "is_list",
    "left_out", "line_of", "load", "merge", "overruled", "parse", "parse_list", "parse_table", "text_of", "uncapped", "usable",
]  # fmt: skip
