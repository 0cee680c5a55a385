import pytest

from offers.search.lexicon import Lexicon
from tests.offers.search.kaiserslautern import lexicon_of_kaiserslautern


@pytest.fixture
def lexicon() -> Lexicon:
    return lexicon_of_kaiserslautern()
