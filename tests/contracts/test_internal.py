"""The internal API: closed without the shared secret."""

from __future__ import annotations

import pytest

from bot.storage.tables import handoffs
from tests.contracts.conftest import OpenHouse
from tests.contracts.house import House, Talk, error_of

SECRET = {"Authorization": "Bearer test-secret"}


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Bearer test-secret2", "Bearer é"],
)
def test_without_the_secret_nothing_happens(
    shared: House, talk: Talk, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.encode()}
    path = f"/internal/v1/conversations/{talk.id}/handoffs"
    response = shared.client.post(path, headers=headers)
    assert response.status_code == 403
    assert error_of(response)["code"] == "forbidden"
    assert shared.rows(handoffs, conversation_id=talk.id) == []


def test_a_participants_token_does_not_open_it(shared: House, talk: Talk) -> None:
    path = f"/internal/v1/conversations/{talk.id}/handoffs"
    assert shared.client.post(path, headers=talk.bearer).status_code == 403


def test_an_empty_secret_opens_nothing(open_house: OpenHouse) -> None:
    house = open_house(internal_secret="")
    path = f"/internal/v1/conversations/{house.open().id}/handoffs"
    for shown in ("", "Bearer", "Bearer "):
        response = house.client.post(path, headers={"Authorization": shown})
        assert response.status_code == 403


def test_with_the_secret_a_handoff_is_requested_once(shared: House, talk: Talk) -> None:
    path = f"/internal/v1/conversations/{talk.id}/handoffs"
    first, again = (shared.client.post(path, headers=SECRET) for _ in range(2))
    assert (first.status_code, first.json()) == (201, {"new": True})
    assert (again.status_code, again.json()) == (201, {"new": False})
    (row,) = shared.rows(handoffs, conversation_id=talk.id)
    assert row.state == "requested"


def test_an_unknown_conversation_is_404(shared: House) -> None:
    response = shared.client.post("/internal/v1/conversations/nobody/handoffs", headers=SECRET)
    assert response.status_code == 404
    assert error_of(response)["code"] == "not_found"
