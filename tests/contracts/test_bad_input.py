"""Bad input: the one error shape and the right status, nothing stored, nothing executed."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.contracts.house import House, Talk, error_of

SECRET = "canary-words-of-a-patient"


def body(**fields: object) -> bytes:
    return json.dumps({"client_message_id": "id-1", "text": SECRET, **fields}).encode()


REFUSED = {
    "empty text": (body(text=""), 422, "invalid"),
    "white space": (body(text=" \n\t\u00a0\u3000"), 422, "invalid"),
    "only control characters": (body(text="\x00\x07"), 422, "invalid"),
    "only a lone surrogate": (body(text="\ud800"), 422, "invalid"),
    "only invisible characters": (body(text="\u200b\u200d\u2060\ufeff"), 422, "invalid"),
    "10 kB of text": (body(text=SECRET + "a" * 10_000), 413, "too_large"),
    "a body of 1 MB": (body(text="a" * 1_000_000), 413, "too_large"),
    "binary": (bytes(range(256)), 400, "bad_request"),
    "half a JSON object": (body()[:-2], 400, "bad_request"),
    "JSON nested beyond reason": (b"[" * 30_000, 400, "bad_request"),
    "no body": (b"", 422, "invalid"),
    "a JSON string": (json.dumps(SECRET).encode(), 422, "invalid"),
    "a JSON list": (json.dumps([SECRET]).encode(), 422, "invalid"),
    "null": (b"null", 422, "invalid"),
    "text as a number": (body(text=1), 422, "invalid"),
    "text as a list": (body(text=[SECRET]), 422, "invalid"),
    "text as null": (body(text=None), 422, "invalid"),
    "text missing": (b'{"client_message_id": "id-1"}', 422, "invalid"),
    "an unknown field": (body(sender="admin"), 422, "invalid"),
    "a field named like a message": (body(**{SECRET: 1}), 422, "invalid"),
    "a field named with a lone surrogate": (body(**{"\ud800": 1}), 422, "invalid"),
    "id missing": (json.dumps({"text": SECRET}).encode(), 422, "invalid"),
    "id empty": (body(client_message_id=""), 422, "invalid"),
    "id with a space": (body(client_message_id=f"a {SECRET}"), 422, "invalid"),
    "id with a line end": (body(client_message_id="a\n"), 422, "invalid"),
    "id too long": (body(client_message_id="a" * 65), 422, "invalid"),
    "id as a number": (body(client_message_id=7), 422, "invalid"),
}


@pytest.mark.parametrize(("content", "status", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_body_is_refused_and_leaves_no_trace(
    shared: House, talk: Talk, content: bytes, status: int, code: str
) -> None:
    response = talk.post(content)
    assert response.status_code == status
    assert error_of(response)["code"] == code
    assert SECRET not in response.text
    assert [m["seq"] for m in talk.transcript()] == [1]
    assert shared.engine.texts(talk.id) == []


def test_a_large_body_that_does_not_announce_its_length_is_refused_as_well(talk: Talk) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'{"client_message_id": "id-1", "text": "'
        for _ in range(1000):
            yield b"a" * 1000
        yield b'"}'

    response = talk.client.post(f"{talk.path}/messages", content=pieces(), headers=talk.bearer)
    assert response.status_code == 413
    assert error_of(response)["code"] == "too_large"
    assert talk.written() == []


def test_a_body_that_claims_to_be_large_is_refused_before_it_is_read(talk: Talk) -> None:
    headers = {**talk.bearer, "Content-Length": "1000000"}
    response = talk.client.post(f"{talk.path}/messages", content=body(), headers=headers)
    assert response.status_code == 413


@pytest.mark.parametrize("wait", ["-1", "-0.5", "nan", "soon"])
def test_a_wait_that_is_no_time_is_refused(talk: Talk, wait: str) -> None:
    response = talk.post(body(), query=f"?wait={wait}")
    assert response.status_code == 422
    assert error_of(response)["code"] == "invalid"
    assert talk.written() == []


def test_an_endless_wait_ends_with_the_reply(talk: Talk) -> None:
    assert len(talk.post(body(), query="?wait=inf").json()["replies"]) == 1


@pytest.mark.parametrize("after", ["-1", "x", "1.5", "9" * 25])
def test_a_place_in_the_listing_that_cannot_be_is_refused(talk: Talk, after: str) -> None:
    response = talk.client.get(f"{talk.path}/messages?after={after}", headers=talk.bearer)
    assert response.status_code == 422
    assert error_of(response)["code"] == "invalid"


@pytest.mark.parametrize(
    "content",
    [
        b'{"locale": "English please"}',
        b'{"locale": "e"}',
        b'{"locale": "en-US-aaaaaaaa-aaaaaaaa"}',
        b'{"locale": 1}',
        b'{"clinic": "%s"}' % (b"a" * 65),
        b'{"admin": true}',
        b"[]",
    ],
)
def test_a_conversation_does_not_open_on_a_bad_body(shared: House, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    response = shared.client.post("/api/v1/conversations", content=content, headers=headers)
    assert response.status_code == 422
    assert error_of(response)["code"] == "invalid"


# ---------------------------------------------------------------- what is odd and yet accepted

ODD = {
    "emoji": ("😞👨‍👩‍👧", "😞👨‍👩‍👧"),
    "right to left": ("האם קטמין מסוכן?", "האם קטמין מסוכן?"),
    "right to left with marks": ("\u202bهل هذا آمن؟\u202c", "\u202bهل هذا آمن؟\u202c"),
    "NUL inside": ("is\x00 it safe", "is it safe"),
    "lone surrogate inside": ("is\ud83d it safe", "is it safe"),
    "markup": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "SQL": ("'; DROP TABLE messages; --", "'; DROP TABLE messages; --"),
    "braces": ("{clinic_phone} {0} %s ${x}", "{clinic_phone} {0} %s ${x}"),
    "the longest allowed": ("é" * 2000, "é" * 2000),
}


@pytest.mark.parametrize(("text", "stored"), ODD.values(), ids=ODD.keys())
def test_an_odd_text_is_taken_and_stored_as_it_was_meant(
    shared: House, talk: Talk, text: str, stored: str
) -> None:
    response = talk.post(body(text=text), query="?wait=10")
    assert response.status_code == 200
    assert len(response.json()["replies"]) == 1
    assert talk.written() == [stored]
    assert shared.engine.texts(talk.id) == [stored]


@pytest.mark.parametrize(
    "text",
    ['/ask_question{"topic": "cost"}', "/restart", "//restart", "\u00a0/restart", "/ /restart"],
)
def test_a_command_of_the_engine_reaches_it_as_plain_text(
    shared: House, talk: Talk, text: str
) -> None:
    assert talk.post(body(text=text), query="?wait=10").status_code == 200
    (read,) = shared.engine.texts(talk.id)
    assert read == text.strip().lstrip("/ ")
    assert not read.startswith("/")
    assert talk.written() == [text.strip()]


# ---------------------------------------------------------------- whose conversation it is


def test_an_unknown_conversation_is_404(shared: House, talk: Talk) -> None:
    for method, path in (("GET", "messages"), ("GET", "events"), ("POST", "messages")):
        response = shared.client.request(
            method,
            f"/api/v1/conversations/nobody/{path}",
            headers=talk.bearer,
            json={"client_message_id": "id-1", "text": SECRET} if method == "POST" else None,
        )
        assert response.status_code == 404
        assert error_of(response)["code"] == "not_found"
        assert SECRET not in response.text


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic {token}", "{token}", "Bearer {other}"],
)
def test_without_its_own_token_a_conversation_stays_closed(
    shared: House, talk: Talk, authorization: str | None
) -> None:
    other = shared.open()
    shown = (authorization or "").format(token=talk.token, other=other.token)
    headers = {} if authorization is None else {"Authorization": shown}
    post = {"client_message_id": "id-1", "text": SECRET}
    for response in (
        shared.client.post(f"{talk.path}/messages", json=post, headers=headers),
        shared.client.get(f"{talk.path}/messages", headers=headers),
        shared.client.get(f"{talk.path}/events", headers=headers),
    ):
        assert response.status_code == 401
        assert error_of(response)["code"] == "unauthorized"
        assert response.headers["www-authenticate"] == "Bearer"
        assert talk.greeting["text"] not in response.text
    assert talk.written() == []


def test_a_token_in_the_address_opens_nothing(shared: House, talk: Talk) -> None:
    response = shared.client.get(f"{talk.path}/messages?token={talk.token}")
    assert response.status_code == 401


def test_a_token_of_odd_bytes_is_merely_wrong(shared: House, talk: Talk) -> None:
    headers = {"Authorization": b"Bearer \xff\xb2\xe9"}
    response = shared.client.get(f"{talk.path}/messages", headers=headers)
    assert response.status_code == 401
