"""Short addresses from German names."""

from django.utils.text import slugify

LONGEST = 100
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def slug_for(text: str) -> str:
    """ "Bännjerrück/Karl-Pfaff-Siedlung" becomes "baennjerrueck-karl-pfaff-siedlung"; at most 100 characters."""
    return slugify(text.translate(_DIGRAPHS).replace("/", " "))[:LONGEST].strip("-")


def free_slug(wish: str, taken: set[str]) -> str:
    """The wish, or the wish with the first free number behind it. What it gives is taken from then on."""
    slug, number = wish, 2
    while slug in taken:
        slug, number = f"{wish}-{number}", number + 1
    taken.add(slug)
    return slug
