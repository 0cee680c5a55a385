"""The needs form on paper, as PDF.

    paper_form(definition, wave, group=group, batch=batch, language="de", now=now)
    slip(sheet, language="de", now=now)            letters_of(wave, letters, now=now)

Each returns bytes; a view hands them out with `offers.printing.as_response`. A whole form and many letters may raise
`offers.printing.PrinterIsBusy`.
"""

from needs.printing.form import paper_form
from needs.printing.letters import letters_of
from needs.printing.slip import slip

__all__ = ["letters_of", "paper_form", "slip"]
