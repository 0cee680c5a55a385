"""The lexicon of the catalogue in the database, bounded however large the catalogue is."""

from collections import defaultdict

from offers.models import Area, OfferTopic, Provider, Topic, TopicWord, Word
from offers.search.lexicon import (
    AreaEntry,
    Lexicon,
    ProviderEntry,
    TopicEntry,
    build_lexicon,
)

# Beyond these numbers a provider is still found by the words of its offers, and a word of an offer when it is
# spelt right: the time for a misspelt word stays the same however large the catalogue is.
MOST_PROVIDERS = 500
MOST_WORDS = 5_000

_kept: list[tuple[dict, Lexicon]] = []


def load_lexicon() -> Lexicon:
    """Return the lexicon of what stands in the database now (six queries).

    Building it takes about 0.2 s, so the last one serves as long as nothing it is made of has changed.
    """
    parts = {
        "topics": _topics(),
        "areas": _areas(),
        "providers": _providers(),
        "frequencies": _frequencies(),
    }
    if not _kept or _kept[0][0] != parts:
        _kept[:] = [(parts, build_lexicon(**parts))]
    return _kept[0][1]


def _topics() -> list[TopicEntry]:
    everyday: dict[int, list[str]] = defaultdict(list)
    for topic_id, word in TopicWord.objects.order_by("pk").values_list("topic_id", "word"):
        everyday[topic_id].append(word)
    columns = ("pk", "code", "name", "plain_name", "description")
    return [
        TopicEntry(code, name, plain_name, description, tuple(everyday[pk]))
        for pk, code, name, plain_name, description in Topic.objects.in_order().values_list(*columns)
    ]


def _areas() -> list[AreaEntry]:
    columns = ("code", "level", "name", "short_name", "aliases")
    return [
        AreaEntry(code, level, (name, short_name, *aliases))
        for code, level, name, short_name, aliases in Area.objects.order_by("pk").values_list(*columns)
    ]


def _providers() -> list[ProviderEntry]:
    chosen = list(
        Provider.objects.public()
        .order_by("pk")
        .values_list("pk", "slug", "name", "short_name", "role")[:MOST_PROVIDERS]
    )
    topics: dict[int, list[str]] = defaultdict(list)
    links = OfferTopic.objects.filter(offer__providers__in=[pk for pk, *_columns in chosen])
    for provider_id, code in (
        links.order_by("topic__position").values_list("offer__providers", "topic__code").distinct()
    ):
        topics[provider_id].append(code)
    return [
        ProviderEntry(slug, (name, short_name), tuple(topics[pk]), role) for pk, slug, name, short_name, role in chosen
    ]


def _frequencies() -> dict[str, int]:
    return dict.fromkeys(Word.objects.order_by("pk").values_list("word", flat=True)[:MOST_WORDS], 1)
