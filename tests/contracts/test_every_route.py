"""What holds on every route: security headers, no stray cookies, no pages that do not belong."""

from __future__ import annotations

import re

import httpx
import pytest

from tests.contracts.conftest import OpenHouse
from tests.contracts.house import SAME_ORIGIN, House, error_of
from tests.contracts.routes import every_route

DEMO = [
    ("GET", "/"),
    ("GET", "/demo"),
    ("GET", "/demo.css"),
    ("GET", "/demo/sms"),
    ("GET", "/demo/sms.js"),
    ("GET", "/demo/sms.css"),
    ("POST", "/demo/sms/conversations"),
]


def check_headers(response: httpx.Response) -> None:
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"]


def test_every_route_has_the_security_headers_and_sets_no_cookie_outside_the_console(
    shared: House,
) -> None:
    for method, path in every_route(shared.app):
        filled = re.sub(r"\{kind\}", "js", path)
        filled = re.sub(r"\{\w+\}", "x", filled)
        response = shared.client.request(method, filled, headers=SAME_ORIGIN)
        assert response.status_code < 500, (method, path)
        check_headers(response)
        if not path.startswith("/console"):
            assert "set-cookie" not in response.headers, (method, path)


def test_refusals_have_the_security_headers_too(shared: House) -> None:
    check_headers(shared.client.get("/no/such/route"))
    check_headers(shared.client.put("/health/live"))
    check_headers(shared.client.post("/api/v1/conversations", content=b"a" * 100_000))


def test_what_was_said_is_not_kept_by_browsers_or_proxies(shared: House) -> None:
    talk = shared.open()
    for path in (f"{talk.path}/messages", "/console/login", "/health/ready", "/metrics"):
        response = shared.client.get(path, headers=talk.bearer)
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("method", "path"), DEMO)
def test_the_demo_is_there_in_development(shared: House, method: str, path: str) -> None:
    assert shared.client.request(method, path).status_code in (200, 201, 307)


def test_nothing_of_the_demo_is_there_in_production(open_house: OpenHouse) -> None:
    house = open_house(mode="production")
    for method, path in DEMO:
        response = house.client.request(method, path)
        assert response.status_code == 404, path
        assert error_of(response)["code"] == "not_found"
    assert not [path for _, path in every_route(house.app) if path.startswith("/demo")]


@pytest.mark.parametrize(
    "name", ["x.js", "../services.py", "..%2f..%2fservices.py", "%2e%2e/console.css", "v1.py"]
)
def test_the_widget_gives_out_only_its_own_files(shared: House, name: str) -> None:
    assert shared.client.get(f"/widget/v1/{name}").status_code == 404


def test_the_widget_is_served_as_script_and_page(shared: House) -> None:
    script, panel = shared.client.get("/widget/v1.js"), shared.client.get("/widget/v1/panel")
    assert "javascript" in script.headers["content-type"]
    assert panel.headers["content-type"].startswith("text/html")
    for response in (script, panel):
        assert response.status_code == 200
        assert response.headers["cache-control"] == "public, max-age=300"


def test_an_sms_conversation_of_the_simulator_counts_segments_and_has_no_buttons(
    house: House,
) -> None:
    from bot.messages import Choice
    from tests.contracts.house import Talk, answer

    opened = house.client.post("/demo/sms/conversations").json()
    assert opened["messages"][0]["segments"] >= 1
    talk = Talk(house.client, opened["conversation_id"], opened["token"], opened["messages"][0])
    choices = [Choice(label="Costs", value="What does it cost?"), Choice(label="No", value="No")]
    house.engine.says = [answer("Which one?", choices=choices)]
    assert talk.ask("Hm")["text"] == "Which one?\n1 Costs\n2 No"
    talk.ask("1")
    assert house.engine.texts(talk.id) == ["Hm", "What does it cost?"]
    assert talk.written() == ["Hm", "1"]


def test_an_unexpected_error_has_the_one_shape_and_the_headers_and_no_detail(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("canary words")

    talk = house.open()
    monkeypatch.setattr(house.services.intake, "accept", broken)
    response = talk.say("canary words")
    assert response.status_code == 500
    assert error_of(response)["code"] == "internal"
    assert "canary" not in response.text
    check_headers(response)
