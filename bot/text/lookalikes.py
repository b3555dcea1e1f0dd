"""Characters that stand for other characters or for words: data for `normalise`."""

from __future__ import annotations

APOSTROPHES = "\u2018\u2019\u201a\u201b`\u00b4\u2032\u02bc\u02b9\u02c8\uff07\u055a\ua78c"
DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\uff02"

QUOTES = str.maketrans({**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(DOUBLE_QUOTES, '"')})

# Lower-case only: the text is case folded before this table is used.
_CYRILLIC = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e", "һ": "h", "і": "i", "ї": "i",
    "ј": "j", "к": "k", "ӏ": "l", "м": "m", "н": "h", "о": "o", "р": "p", "ԛ": "q", "ѕ": "s",
    "т": "t", "у": "y", "ѵ": "v", "ԝ": "w", "х": "x", "г": "r", "п": "n", "и": "u", "з": "3",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "b", "ϲ": "c", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "m", "ν": "v",
    "ο": "o", "ρ": "p", "σ": "o", "ς": "s", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w",
    "δ": "d", "λ": "l", "π": "n",
}  # fmt: skip
_LATIN = {
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ɑ": "a", "ɡ": "g", "ɩ": "i", "ƙ": "k",
    "ʟ": "l", "ɪ": "i", "ᴅ": "d", "ᴇ": "e", "ᴋ": "k", "ᴍ": "m", "ꜱ": "s", "ᴛ": "t", "ᴜ": "u",
    "ɴ": "n", "ʏ": "y", "ʀ": "r", "ᴏ": "o", "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ɢ": "g", "ʜ": "h",
    "æ": "ae", "œ": "oe", "…": "...", "–": "-", "—": " - ", "―": " - ", "‐": "-", "‑": "-",
    "¿": " ", "¡": " ", "·": ".", "•": ".",
}  # fmt: skip
_EMOJI = {
    "💊": "pill", "🔪": "knife", "🗡": "knife", "⚰": "coffin", "🔫": "gun", "💀": "skull",
    "☠": "skull", "🩸": "blood drop", "🩹": "bandage", "🙏": "praying hands", "🪦": "gravestone",
    "⚱": "urn", "🪢": "rope", "🪒": "razor", "💉": "syringe", "🕊": "dove", "👋": "waving hand",
    "🥀": "wilted rose", "👼": "angel", "😇": "halo", "🚆": "train", "🚂": "train", "🌉": "bridge",
    "💣": "bomb", "🔚": "end", "😭": "crying", "😢": "crying", "💔": "broken heart",
    "🚪": "door", "👻": "ghost", "🖤": "black heart", "➡": "arrow", "→": "arrow", "⬇": "down arrow",
    "✌": "peace sign", "🍷": "alcohol", "🥃": "alcohol", "🍺": "alcohol", "🍾": "alcohol",
    "😴": "sleeping", "💤": "sleeping", "🛌": "bed", "✂": "scissors", "😂": "laughing",
    "🤣": "laughing", "🙂": "smile", "🙃": "upside down smile", "🔥": "fire", "🌧": "rain",
    "⏳": "hourglass", "⌛": "hourglass", "☎": "phone", "📝": "note", "✉": "letter",
}  # fmt: skip

CHARACTERS = str.maketrans(
    {**_CYRILLIC, **_GREEK, **_LATIN, **{k: f" {v} " for k, v in _EMOJI.items()}}
)
