"""What a code of the needs form opens."""

from needs.views.filling import start

sheet = letter = contribution = withdraw_sheet = start
