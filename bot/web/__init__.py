"""The front door: chat API, widget, demo pages, staff console, health. Never loads Rasa or a model."""
