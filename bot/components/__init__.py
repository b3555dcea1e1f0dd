"""Rasa graph components and NLG: thin wrappers around the pure rooms."""

from bot.components.privacy import keep_text_out_of_logs

keep_text_out_of_logs()
