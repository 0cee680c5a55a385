"""What stands in the log: which page failed, never its address. Keys of drafts and sheets are parts of addresses."""

import logging

UNKNOWN = "…"


class NamePages(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        """Put the pattern of the page in the place of its address: "bedarf/<slug:key>/pruefen/"."""
        request = getattr(record, "request", None)
        if request is not None and isinstance(record.args, tuple):
            match = getattr(request, "resolver_match", None)
            page = match.route if match else UNKNOWN
            record.args = tuple(page if argument == request.path else argument for argument in record.args)
        return True
