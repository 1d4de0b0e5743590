"""Everything about somebody or something: every act that names it, whatever it is."""

from rso_core.about.acts import About, ActAbout, EventAbout, How, acts_about, other_acts
from rso_core.about.confidentiality import Confidentiality

__all__ = ["About", "ActAbout", "Confidentiality", "EventAbout", "How", "acts_about", "other_acts"]
