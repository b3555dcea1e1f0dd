"""What each channel can carry, and how texts are made to fit it."""
