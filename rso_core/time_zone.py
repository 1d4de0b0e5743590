"""The time zone in which days are counted: that of the cooperation."""

from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
