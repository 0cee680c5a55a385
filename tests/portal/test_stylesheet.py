"""The stylesheet: light enough, every pair of colours readable, nothing too small."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

STYLESHEET = Path(settings.BASE_DIR) / "static/css/portal.css"
CSS = STYLESHEET.read_text(encoding="utf-8")
LIGHT, DARK, PRINT = (
    dict(re.findall(r"--([\w-]+): (#\w{6});", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
SURFACES = ("page", "soft", "error-soft", "success-soft", "warning-soft")
# Text may stand on every surface; coloured text on its own and on the page.
TEXT_PAIRS = [
    *product(("text", "quiet", "link", "visited"), SURFACES),
    *((kind, surface) for kind in ("error", "success", "warning") for surface in ("page", f"{kind}-soft")),
    ("on-link", "link"),
]
BORDER_PAIRS = [("line", surface) for surface in ("page", "soft")]
ENHANCED, NOT_TEXT = 7, 3


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio, WCAG 2.2: 1 to 21."""
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colours", [LIGHT, {**LIGHT, **DARK}, {**LIGHT, **PRINT}], ids=["light", "dark", "print"])
def test_all_text_has_enhanced_contrast(colours):
    if colours["page"] == colours["soft"]:
        pairs = [pair for pair in TEXT_PAIRS if pair != ("on-link", "link")]  # On paper there are no buttons.
    else:
        pairs = TEXT_PAIRS
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < ENHANCED} == {}


@pytest.mark.parametrize("colours", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_borders_and_focus_can_be_seen(colours):
    pairs = [*BORDER_PAIRS, ("focus", "halo")]
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: round(ratio, 2) for pair, ratio in weak.items() if ratio < NOT_TEXT} == {}


def test_either_ring_of_the_focus_stands_out_from_the_page():
    dark_page = DARK["page"]
    assert contrast(LIGHT["focus"], LIGHT["page"]) > NOT_TEXT
    assert contrast(LIGHT["halo"], dark_page) > NOT_TEXT


def test_stylesheet_is_one_light_file():
    base = (Path(settings.BASE_DIR) / "templates/base.html").read_text(encoding="utf-8")
    assert re.findall(r'rel="stylesheet" href="([^"]*)"', base) == ["{% static 'css/portal.css' %}"]
    assert len(CSS.encode()) <= 12_000


def test_no_text_is_smaller_than_18_pixels():
    # 1rem is 20 px: 18 px is .9rem.
    sizes = [float(size) for size in re.findall(r"font-size: (?:clamp\()?([\d.]+)rem", CSS)]
    assert len(sizes) > 5
    assert min(sizes) >= 0.9


def test_nothing_sticks_and_no_other_host_is_asked():
    assert re.findall(r"position: (?:fixed|sticky)|url\(|@import|!important", CSS) == []


def test_every_class_of_the_stylesheet_is_used_in_a_template():
    templates = "".join(
        file.read_text(encoding="utf-8") for file in (Path(settings.BASE_DIR) / "templates").rglob("*.html")
    )
    used = {word for classes in re.findall(r'class="([^"]*)"', templates) for word in re.findall(r"[\w-]+", classes)}
    selectors = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL))
    # Django writes the first; the others are put together from a place on the map.
    others = {"errorlist"} | {f"{axis}-{number}" for axis in ("row", "column") for number in range(1, 8)}
    assert sorted(set(re.findall(r"\.([a-z][\w-]*)", selectors)) - used - others) == []
