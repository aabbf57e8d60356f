"""Whether one person alone speaks: to viewers, pupils, a congregation or a hall.

Where questions are asked and answered, and others are told to have spoken, the words of one person look like those of
two: "do you have as many mugs as I do? yeah, I thought so". What he says to those before him tells.
A new phrase is a line in `TO_MANY`, one that is said to somebody beside him in `COMPANY`.
"""

import re


def _phrases(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")


# Of 1,080 stretches of 1,500 words by two people few have any of these, and nearly all of them words to a guest as well.
TO_MANY = _phrases(
    r"welcome (?:back )?to (?:the|my|this|another) (?:\w+ )?(?:channel|stream|kitchen|workshop|garden|video|vlog)",
    r"(?:like|hit|smash|share|comment)(?: \w+){0,3} subscribe|(?:hit|smash) (?:the|that) (?:like|bell|subscribe)",
    r"see you (?:\w+ ){0,3}in the next (?:one|video)|(?:thanks|thank you)(?: \w+){0,3} for watching",
    r"(?:in|down) the (?:comments|description) below|gifted subs?",
    r"today (?:we|i)(?:'ll| will) (?:look at|learn|cover|see|show|make)",
    r"lesson (?:number )?(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten)",
    r"let us pray|turn with me to|(?:somebody|church) say amen|brothers and sisters",
    r"you(?:'ve| have) been (?:great|wonderful|amazing|a (?:great|wonderful|lovely))|give it up for",
    r"how (?:are )?you(?: all)? doing tonight|who here is|can (?:everybody|everyone) hear me",
    r"let me know what you(?: guys| all)? think|in this (?:one|video|tutorial|lesson) (?:we're|we are|we'll|i'm|i'll|let's)",
    r"my fellow (?:citizens|americans|students|\w+men)|raise your glass(?:es)?|gather (?:a)?round|breathe in",
)
# How a guest is greeted, and answers.
GREETED = _phrases(
    r"(?:thanks|thank you)(?: \w+){0,3} for (?:having|inviting|coming|joining|being)",
    r"(?:good|great|nice|glad|happy|excited|pleasure)(?: \w+){0,3} to (?:be (?:here|on)|have you|talk to)",
)
COMPANY = _phrases(
    GREETED.pattern,
    r"(?:thanks|thank you)(?: \w+){0,3} for calling|guests?|joined (?:\w+ )?by",
    r"pod ?cast|interview\w*|co-?hosts?|our (?:hosts?|panel|channel|stream)",
    r"i'm \w+ and (?:i'm|i am|my name is|this is (?!(?:the|a|an|my|our)\b)) ?\w+",
)
# Talk that is told again: "she says … and I said …", "cried the landlord". So much of it in 1,000 words, and so often,
# is one person's who plays all the parts: of 31,373 stretches of 150 words of conversation 10 have it.
RETOLD = _phrases(
    r"(?:he|she|they|i|mom|mother|dad|father|guy|woman|man) (?:says?|said|asked|goes?)|(?:i'm|he's|she's) like",
    r"(?:said|asked|cried) (?:he|she|the|an?) \w+",
)
OFTEN, LEAST = 25, 5
WORD = re.compile(r"[\w'-]+")
# A guest is greeted within so many words.
BEGINNING = 700


def speaks_alone(text: str) -> bool:
    """Whether `text` is of one who speaks to many, with nobody beside him."""
    words = _words(text)
    said = " ".join(words)
    retold = len(RETOLD.findall(said))
    plays = retold >= LEAST and 1000 * retold >= OFTEN * len(words)
    return not COMPANY.search(said) and (plays or TO_MANY.search(said) is not None)


def greets_guest(text: str) -> bool:
    """Whether a guest is greeted, or answers, at the beginning of `text`."""
    return GREETED.search(" ".join(_words(text)[:BEGINNING])) is not None


def _words(text: str) -> list[str]:
    return WORD.findall(text.lower().replace("’", "'"))
