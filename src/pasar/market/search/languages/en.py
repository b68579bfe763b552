"""English: plurals and the commonest endings, no more: a shop's words are mostly nouns."""

from pasar.market.search.languages import Language


def stem(word: str) -> str:
    """The word without its plural: shoes → shoe, batteries → battery, dresses → dress; watch and glass stay."""
    if len(word) < 4 or not word.isascii() or word[-1] != "s" or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1]


adapter = Language(
    key="en",
    stem=stem,
    stop_words=frozenset(
        ["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"]
    ),
    spellings={
        "tv": "television",
        "tshirt": "shirt",
        "colour": "color",
        "grey": "gray",
        "jewellery": "jewelry",
    },
)
