"""Candor: a patient-education assistant that answers in vetted words only."""
