"""The operator's desk: one file per noun. Django finds the admin classes by importing this package."""

from workshops.admin import priorities, records, registrations, workshops

__all__ = ["priorities", "records", "registrations", "workshops"]
