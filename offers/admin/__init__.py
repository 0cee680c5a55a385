"""The operator's desk: one file per noun. Django finds the admin classes by importing this package."""

from offers.admin import areas, emergency, feedback, offers, places, providers, topics

__all__ = ["areas", "emergency", "feedback", "offers", "places", "providers", "topics"]
