"""What became of a contribution: which way it can go, and what its sender reads when they type their code."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from needs.models import Contribution, Standing

WORDS = {
    Standing.RECEIVED: _("Ihr Beitrag ist angekommen. Gelesen hat ihn noch niemand."),
    Standing.READ: _("Wir haben Ihren Beitrag gelesen."),
    Standing.THEME: _("Wir haben Ihren Beitrag mit anderen zu einem Thema zusammengefasst."),
    Standing.FINDING: _("Ihr Beitrag steht hinter einem Ergebnis: Wir haben geprüft, ob hier etwas fehlt."),
    Standing.MEASURE: _("Aus Ihrem Beitrag ist ein Vorschlag geworden, was die Stadt tun kann."),
    Standing.NOT_FOLLOWED: _("Wir verfolgen Ihren Beitrag nicht weiter."),
    Standing.RESOLVED: _("Die Stadt hat etwas dazu beschlossen."),
    Standing.DONE: _("Was die Stadt beschlossen hat, ist umgesetzt."),
}
# Where a contribution can go from where it is; what was decided by mistake can go back a step.
MOVES = {
    Standing.RECEIVED: (Standing.READ, Standing.THEME, Standing.NOT_FOLLOWED),
    Standing.READ: (Standing.THEME, Standing.FINDING, Standing.NOT_FOLLOWED),
    Standing.THEME: (Standing.READ, Standing.FINDING, Standing.NOT_FOLLOWED),
    Standing.FINDING: (Standing.THEME, Standing.MEASURE, Standing.RESOLVED, Standing.NOT_FOLLOWED),
    Standing.MEASURE: (Standing.FINDING, Standing.RESOLVED, Standing.DONE, Standing.NOT_FOLLOWED),
    Standing.RESOLVED: (Standing.MEASURE, Standing.DONE, Standing.NOT_FOLLOWED),
    Standing.DONE: (Standing.RESOLVED,),
    Standing.NOT_FOLLOWED: (Standing.READ, Standing.THEME, Standing.FINDING),
}


def standing_words(contribution: Contribution) -> str:
    """What became of it, in a sentence or two, with the reason where there is one."""
    words, reason = str(WORDS[Standing(contribution.standing)]), contribution.standing_reason
    return gettext("%(words)s Der Grund: %(reason)s") % {"words": words, "reason": reason} if reason else words


def may_move(contribution: Contribution, standing: str) -> bool:
    return standing in MOVES[Standing(contribution.standing)]
