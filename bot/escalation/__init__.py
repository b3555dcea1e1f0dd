"""Staff accounts and what they do about escalations."""
