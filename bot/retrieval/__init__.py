"""Finding the snippet that answers a question, and knowing when there is none."""
