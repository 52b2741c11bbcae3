"""Alerts, from the first choice to the all clear: written by people, counted, sent piece by piece, stopped."""
