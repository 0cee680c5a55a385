"""Scripts that measure a page, and what counts as too small or too close. Sizes are CSS pixels."""

SMALLEST = 44
SMALLEST_BUTTON = 48
SMALLEST_MAIN_BUTTON = 60
APART = 8
# Half a pixel is rounding.
ROUNDING = 0.5

OVERFLOWING = """
[...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.hidden, .skip') && e.getBoundingClientRect().width > 0
    && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1))
  .map(e => e.outerHTML.slice(0, 120))
  .concat(document.documentElement.scrollWidth > innerWidth ? ['the page itself'] : [])
"""
# WCAG 2.2, success criterion 1.4.12.
TEXT_SPACING = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
# A radio button is touched by its label, which stands around it.
TARGETS = """
[...document.querySelectorAll('a[href], button, input, textarea, summary')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.classList.contains('skip'))
  .map(e => e.closest('label') || e)
  .map(e => [e, e.getBoundingClientRect()])
  .map(([e, box]) => ({
    what: e.outerHTML.slice(0, 160), tag: e.tagName, isMain: e.classList.contains('button--main'),
    isButton: e.classList.contains('button') || e.tagName === 'BUTTON',
    left: box.left, top: box.top, right: box.right, bottom: box.bottom,
  }))
"""
# How often Tab is pressed to reach everything: a group of radio buttons is one stop.
STOPS = """
[...document.querySelectorAll('a[href], button, input, textarea, summary')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden')
  .filter((e, place, all) => e.type !== 'radio' || e.checked
    || !all.some(o => o.name === e.name && o.checked) && all.find(o => o.name === e.name) === e).length
"""
# The ring around what has the focus now; remembers what had it.
RING = """
(() => {
  const element = document.activeElement
  window.reached = (window.reached || new Set()).add(element)
  const style = getComputedStyle(element)
  return { style: style.outlineStyle, width: parseFloat(style.outlineWidth), what: element.outerHTML.slice(0, 120) }
})()
"""
FONT_SIZES = """
(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const sizes = []
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() && parent.checkVisibility())
      sizes.push(parseFloat(getComputedStyle(parent).fontSize))
  }
  return sizes
})()
"""
# Characters on the longest line of every block of running text, line by line.
LINE_LENGTHS = """
[...document.querySelectorAll('p, li, dd')]
  .filter(e => e.checkVisibility() && !e.querySelector('p, li, ul, dl, section, form, nav'))
  .map(e => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const lines = {}
    while (walker.nextNode()) {
      for (const word of walker.currentNode.data.matchAll(/\\S+/g)) {
        range.setStart(walker.currentNode, word.index)
        range.setEnd(walker.currentNode, word.index + word[0].length)
        const top = Math.round(range.getBoundingClientRect().top / 12)
        lines[top] = (lines[top] || 0) + word[0].length + 1
      }
    }
    return { length: Math.max(0, ...Object.values(lines)), text: e.textContent.trim().slice(0, 80) }
  })
"""


def too_small(targets: list[dict]) -> list[str]:
    """Targets below 44 pixels in either direction, buttons below 48 high, main actions below 60."""
    return [
        f"{target['what']}: {width(target):.0f} × {height(target):.0f}"
        for target in targets
        if width(target) + ROUNDING < SMALLEST or height(target) + ROUNDING < least_height(target)
    ]


def least_height(target: dict) -> int:
    if target["isMain"]:
        return SMALLEST_MAIN_BUTTON
    return SMALLEST_BUTTON if target["isButton"] else SMALLEST


def width(target: dict) -> float:
    return target["right"] - target["left"]


def height(target: dict) -> float:
    return target["bottom"] - target["top"]


def crowded(targets: list[dict]) -> list[str]:
    """Pairs of neighbours with less than 8 pixels between them in both directions."""
    return [
        f"{one['what']} | {other['what']}: {distance(one, other):.0f}"
        for place, one in enumerate(targets)
        for other in targets[place + 1 :]
        if distance(one, other) + ROUNDING < APART
    ]


def distance(one: dict, other: dict) -> float:
    across = max(one["left"], other["left"]) - min(one["right"], other["right"])
    down = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
    return max(across, down)
