"""How days are written where Django's own way isn't plain enough."""
