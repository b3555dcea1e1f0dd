"""The errors of the house: a closed set of codes, each with words fit to show.

`code` is for programs, the message is for people. Neither ever holds message text, phone numbers
or tokens, because both reach logs and HTTP bodies.
"""

from enum import Enum


class ErrorCode(str, Enum):
    """Every code that the HTTP API can answer with."""

    BAD_REQUEST = "bad_request"
    UNAUTHORIZED = "unauthorized"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    CONFLICT = "conflict"
    TOO_LARGE = "too_large"
    INVALID = "invalid"
    RATE_LIMITED = "rate_limited"
    INTERNAL = "internal"
    UNAVAILABLE = "unavailable"


class CandorError(Exception):
    """Root of all errors that this project raises on purpose."""


class ApiError(CandorError):
    """A request that cannot be served: `code` for programs, `message` for people."""

    def __init__(
        self, code: ErrorCode, message: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.headers = headers or {}


class SettingsError(CandorError):
    """A setting or a file of the deployment that cannot be used; says which one and what to do."""


class KnowledgeError(CandorError):
    """Content that may not be served. `problems` has one line each: file, line, field, what is wrong."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class EngineError(CandorError):
    """Rasa gave no usable answer: unreachable, too slow, or silent. `reason` is a short fixed word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
