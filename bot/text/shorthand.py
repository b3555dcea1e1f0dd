"""Text-speak and contractions written out: data for `normalise` and the function that uses it."""

from __future__ import annotations

import re

_WORDS = {
    "u": "you", "ur": "your", "urself": "yourself", "yr": "year", "yrs": "years", "ya": "ya",
    "kms": "kill myself", "kys": "kill yourself", "ctb": "catch the bus", "kmn": "kill me now",
    "unalive": "kill", "unaliving": "killing", "unalived": "killed", "unlive": "kill",
    "sewerslide": "suicide", "sewercide": "suicide", "suicid": "suicide", "sewer-slide": "suicide",
    "sucide": "suicide", "suiside": "suicide", "suicde": "suicide", "sucidal": "suicidal",
    "suacide": "suicide", "sucidial": "suicidal", "siucide": "suicide", "suididal": "suicidal",
    "suicidial": "suicidal", "suicyde": "suicide", "suside": "suicide",
    "sooicidal": "suicidal", "suecidal": "suicidal", "suicidle": "suicidal", "miself": "myself",
    "mysefl": "myself", "wnat": "want", "wnt": "want", "suicdal": "suicidal", "killmyself": "kill myself",
    "idk": "i dont know", "idc": "i dont care", "idgaf": "i dont care", "wanna": "want to",
    "gonna": "going to", "gunna": "going to", "gna": "going to", "finna": "going to",
    "gotta": "got to", "tryna": "trying to", "imma": "im going to", "ima": "im going to",
    "iam": "im", "hafta": "have to", "oughta": "ought to", "kinda": "kind of", "lemme": "let me",
    "cuz": "because", "cos": "because", "coz": "because", "bc": "because", "bcuz": "because",
    "becuz": "because", "tho": "though", "thru": "through", "wat": "what", "wut": "what",
    "2day": "today", "2nite": "tonight", "2night": "tonight", "tonite": "tonight",
    "2moro": "tomorrow", "2morrow": "tomorrow", "tmrw": "tomorrow", "tmr": "tomorrow",
    "tmw": "tomorrow", "tomoro": "tomorrow", "tomorow": "tomorrow", "b4": "before",
    "4ever": "forever", "4eva": "forever", "any1": "anyone", "every1": "everyone",
    "some1": "someone", "no1": "no one", "pls": "please", "plz": "please", "ppl": "people",
    "abt": "about", "smth": "something", "sth": "something", "nvm": "never mind", "hv": "have",
    "luv": "love", "ily": "i love you", "thx": "thanks", "tks": "thanks", "ty": "thank you",
    "tysm": "thank you so much", "gn": "good night", "msg": "message", "dr": "doctor",
    "wld": "would", "shld": "should", "cld": "could", "wont": "wont", "evry": "every",
    "evrything": "everything", "nothin": "nothing", "goin": "going", "takin": "taking",
    "thinkin": "thinking", "feelin": "feeling", "livin": "living", "killin": "killing",
    "cuttin": "cutting", "dyin": "dying", "tryin": "trying", "nuthin": "nothing",
    "mself": "myself", "mysel": "myself", "myslef": "myself", "cannot": "cant", "hurtin": "hurting",
    "anymre": "anymore", "anymor": "anymore", "alot": "a lot", "wen": "when", "bt": "but",
    # Spanish
    "kiero": "quiero", "qiero": "quiero", "kisiera": "quisiera", "keria": "queria", "xq": "porque",
    "pq": "porque", "porq": "porque", "xke": "porque", "xk": "porque", "toy": "estoy",
    "tmb": "tambien", "tb": "tambien", "tambn": "tambien", "ke": "que", "aki": "aqui",
    "desvivirme": "matarme", "desvivirse": "matarse", "dsd": "desde", "nd": "nada", "vdd": "verdad",
    "morirm": "morirme", "matarm": "matarme", "grax": "gracias", "ps": "pues", "hno": "hermano",
    "kitarme": "quitarme", "asta": "hasta", "oy": "hoy", "knsado": "cansado", "knsada": "cansada",
    "cansao": "cansado", "pa": "para", "suisidarme": "suicidarme", "suisidio": "suicidio",
}  # fmt: skip
# One letter says one thing in Spanish and another in English, so these need Spanish around them.
_SPANISH_ONLY = {"k": "que", "q": "que", "x": "por", "d": "de", "m": "me", "t": "te", "dl": "del"}
_SPANISH = re.compile(
    r"\b(?:quiero|estoy|vida|morir(?:me)?|vivir|nada|pero|porque|mas|todo|nadie|matarme|siento|"
    r"ya|mi|el|la|que|si|con|esto|no|me)\b"
)
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"\b(i|you|he|she|we|they|it|that|there)'ll\b", r"\1 will"),
        (r"\b(i|you|he|she|we|they)'d\b", r"\1 would"),
        (r"\b(you|we|they)'re\b", r"\1 are"),
        (r"'", ""),
        (r"\bi am\b", "im"),
        (r"\b(do|does|did|would|could|should|was|is|are|have|has|had) not\b", r"\1nt"),
        (r"\bcan not\b", "cant"),
        (r"\bwill not\b", "wont"),
        (r"\bi have\b(?= (?:been|had|got|taken|decided|made|already|just|swallowed))", "ive"),
        (r"\br (?=u\b|you\b)", "are "),
        (r"\b(want|going|ready|trying|about|able|used|need) 2 (?=[a-z]{2,} ?)(?!kids|more|weeks|days|doses)", r"\1 to "),
        (r"\bw/o\b", "without"),
        (r"\bw/ ?(?=\w)", "with "),
        (r"(?<!\bthe )(?<!\ban )(?<!\bmy )(?<!\ba )(?<!\bour )(?<!\bur )(?<!\bas )(?<!\byour )"
         r"(?<!/ )(?<!, )(?<!\bretired )\brn\b(?! (?:said|told|here|at|on|who|by|asked|with)\b)",
         "right now"),
    )
)  # fmt: skip
_KILOMETRES = re.compile(r"(?:\d[\d.,]*|few|many|some|several|more|hundred|of|in|per|the) ?$")
_TOKEN = re.compile(r"(?<![\w'@/.-])[a-z0-9-]{1,12}(?![\w'@/-])(?!\.\w)")


def write_out(text: str) -> str:
    """`text` (lower case) with contractions and text-speak in one plain form each.

    "kms" after a number or in a phrase of distance is kilometres and stays.
    """
    for pattern, plain in _PHRASES:
        text = pattern.sub(plain, text)
    spanish = len(set(_SPANISH.findall(text)) - {"no", "me"}) >= 2

    def plain_word(match: re.Match[str]) -> str:
        word = match.group()
        if word == "kms" and _KILOMETRES.search(text, max(0, match.start() - 12), match.start()):
            return word
        if spanish and word in _SPANISH_ONLY:
            return _SPANISH_ONLY[word]
        if spanish and word in ("ya", "tb", "no1"):
            return "tambien" if word == "tb" else word
        return _WORDS.get(word, word)

    return _TOKEN.sub(plain_word, text)
