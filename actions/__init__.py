"""Rasa actions: only what has side effects. Replies without any come from the rules and the NLG."""
