"""Search: from what people type to areas, topics, providers and words; no Django request in it.

understand(text, lexicon=load_lexicon()) is the whole of it for a page; lexemes(text) is what the index holds.
"""

from offers.search.analysis import lexemes
from offers.search.catalogue import load_lexicon
from offers.search.lexicon import Lexicon
from offers.search.understanding import TopicMatch, Understanding, understand

__all__ = ["Lexicon", "TopicMatch", "Understanding", "lexemes", "load_lexicon", "understand"]
