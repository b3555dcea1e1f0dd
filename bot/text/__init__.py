"""Pure functions over text: plain forms, clauses, SMS segments."""
