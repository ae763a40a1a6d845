"""A vocabulary in which few words are frequent and most are rare, as in real texts."""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from random import Random

KINDS = 40_000
EXPONENT = 1.05  # Zipf's, of running English text
IDENTIFIER_EVERY = 150
FUNCTION = (
    "the of and to in a is that for it as with on be by this are or from at your an not have we"
    " can you will when if all which their each has who they its do more only must before after"
    " le la les des une pour dans est sur avec"
).split()
ONSETS = "b br c ch cl d dr f fl g gr h j l m n p pl pr qu r s sc sp st t tr v w".split()
VOWELS = "a e i o u ea ou ai é è".split()
CODAS = ["", "", "", "l", "n", "r", "s", "t", "m", "nd", "rt", "ck"]
ENDINGS = [
    *("", "", "", "", "s", "s", "ing", "ed", "er", "tion", "ment", "ness", "ly", "able", "al"),
    *("eur", "euse", "ité", "aux", "ement", "ique", "aison", "ée", "oire"),
]


class Words:
    """Words with how often they come; `choose` gives some, frequent ones more often."""

    def __init__(self, words: list[str], first_rank: int = 1) -> None:
        self.words = words
        self._weights = list(
            accumulate(1 / (rank + first_rank) ** EXPONENT for rank in range(len(words)))
        )

    def choose(self, random: Random, number: int) -> list[str]:
        return random.choices(self.words, cum_weights=self._weights, k=number)


@lru_cache(maxsize=1)
def running() -> Words:
    """Those of texts: small words first, then what they are about."""
    return Words([*FUNCTION, *_made_up()])


@lru_cache(maxsize=1)
def naming() -> Words:
    """Those of titles and headings: no small words, and the first hundreds are less unequal."""
    return Words([word for word in _made_up()[:8000] if word.isalpha()], first_rank=40)


@lru_cache(maxsize=1)
def _made_up() -> list[str]:
    random = Random("vocabulary")
    known = set(FUNCTION)
    words: list[str] = []
    while len(words) < KINDS:
        word = _identifier(random) if len(words) % IDENTIFIER_EVERY == 99 else _word(random)
        if word not in known:
            known.add(word)
            words.append(word)
    return words


def _word(random: Random) -> str:
    syllables = random.choices((1, 2, 3), (5, 4, 1))[0]
    parts = (
        random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS)
        for _ in range(syllables)
    )
    return "".join(parts) + random.choice(ENDINGS)


def _identifier(random: Random) -> str:
    if random.random() < 0.3:
        return f"v{random.randrange(1, 9)}.{random.randrange(30)}.{random.randrange(10)}"
    return f"{_word(random)[:6]}_{_word(random)[:8]}{random.choice(['', '2', '_v3'])}"
