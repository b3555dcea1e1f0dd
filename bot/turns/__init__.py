"""From an inbound message to its reply: intake, the turn runner, Rasa's HTTP client."""
