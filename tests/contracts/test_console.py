"""The staff console: who gets in, who is kept out, and what is recorded."""

from __future__ import annotations

import re

import httpx
import pytest

from bot.messages import Draft, Kind
from bot.storage.tables import audit, escalations, staff
from bot.turns.engine import Answer
from tests.contracts.conftest import OpenHouse
from tests.contracts.house import DANGER, SAME_ORIGIN, House, error_of
from tests.contracts.routes import every_route

NEW_PASSWORD = "four words in a row"


def settle(house: House) -> None:
    """Goes through the first login and chooses a password; the session has ended then."""
    house.log_in(*house.first_login)
    form = {"password": NEW_PASSWORD}
    response = house.client.post("/console/password", data=form, headers=SAME_ORIGIN)
    assert response.headers["location"] == "/console/login"


def leads_to(response: httpx.Response, path: str) -> bool:
    return response.status_code == 303 and response.headers["location"] == path


def test_who_is_not_logged_in_is_led_to_the_login_page(house: House) -> None:
    assert leads_to(house.client.get("/console/"), "/console/login")
    page = house.client.get("/console/login")
    assert page.status_code == 200
    assert "Harbor Light Clinic" in page.text


def test_the_first_login_leads_to_choosing_a_password_and_to_nothing_else(house: House) -> None:
    talk = house.open()
    assert leads_to(house.log_in(*house.first_login), "/console/")
    assert leads_to(house.client.get("/console/"), "/console/password")
    assert house.client.get("/console/password").status_code == 200
    page = house.client.get(f"/console/conversations/{talk.id}")
    assert leads_to(page, "/console/login")
    assert house.rows(audit, action="transcript_read") == []


def test_choosing_a_password_ends_the_session_and_the_new_password_opens_the_console(
    house: House,
) -> None:
    settle(house)
    assert leads_to(house.client.get("/console/"), "/console/login")
    name, once = house.first_login
    assert house.log_in(name, once).status_code == 401
    assert leads_to(house.log_in(name, NEW_PASSWORD), "/console/")
    assert house.client.get("/console/").status_code == 200


def test_a_short_password_is_not_taken(house: House) -> None:
    house.log_in(*house.first_login)
    response = house.client.post(
        "/console/password", data={"password": "short"}, headers=SAME_ORIGIN
    )
    assert response.status_code == 422
    assert "at least 12 characters" in response.text
    assert leads_to(house.client.get("/console/"), "/console/password")


@pytest.mark.parametrize("name", ["admin", "nobody", "", "admin' --", "ad\x00min", "é" * 3000])
def test_a_wrong_name_or_password_is_401_without_a_session(house: House, name: str) -> None:
    response = house.log_in(name, "wrong password")
    assert response.status_code in (401, 422)
    assert "set-cookie" not in response.headers
    assert "wrong password" not in response.text
    assert leads_to(house.client.get("/console/"), "/console/login")


def test_after_five_wrong_passwords_the_right_one_does_not_open_either(house: House) -> None:
    name, password = house.first_login
    for _ in range(5):
        assert house.log_in(name, "wrong password").status_code == 401
    assert house.log_in(name, password).status_code == 401
    (row,) = house.rows(staff)
    assert row.locked_until is not None


def test_after_four_wrong_passwords_the_right_one_opens_and_the_count_begins_anew(
    house: House,
) -> None:
    name, password = house.first_login
    for _ in range(2):
        for _ in range(4):
            house.log_in(name, "wrong password")
        assert leads_to(house.log_in(name, password), "/console/")


def test_the_cookie_is_for_the_console_alone_and_out_of_reach_of_scripts(house: House) -> None:
    cookie = house.log_in(*house.first_login).headers["set-cookie"]
    parts = {part.strip().casefold() for part in cookie.split(";")}
    assert {"httponly", "samesite=strict", "path=/console"} <= parts
    assert "secure" not in parts  # http://127.0.0.1 would not send it back


def test_behind_tls_the_cookie_is_secure(open_house: OpenHouse) -> None:
    house = open_house(public_url="https://chat.example.org")
    cookie = house.log_in(*house.first_login).headers["set-cookie"]
    assert "secure" in {part.strip().casefold() for part in cookie.split(";")}


FOREIGN = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a sibling domain": {"Sec-Fetch-Site": "same-site"},
    "a foreign origin": {"Origin": "https://evil.example"},
    "another port": {"Origin": "http://127.0.0.1:9999"},
    "an opaque origin": {"Origin": "null"},
    "a cross-site post with our origin": {
        "Sec-Fetch-Site": "cross-site",
        "Origin": "http://127.0.0.1:8000",
    },
    "nothing told": {},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN.keys())
def test_a_form_posted_from_elsewhere_is_refused(house: House, headers: dict[str, str]) -> None:
    talk = house.open()
    talk.ask(DANGER)
    (raised,) = house.rows(escalations)
    cookie = {"Cookie": house.staff_cookie("nurse")["Cookie"], **headers}
    name, password = house.first_login
    for path, data in (
        ("/console/login", {"username": name, "password": password}),
        (f"/console/escalations/{raised.id}/acknowledge", {}),
        ("/console/password", {"password": NEW_PASSWORD}),
        ("/console/logout", {}),
    ):
        response = house.client.post(path, data=data, headers=cookie)
        assert response.status_code == 403, path
        assert error_of(response)["code"] == "forbidden"
        assert "set-cookie" not in response.headers
    assert house.rows(escalations)[0].state == "open"
    assert house.client.get("/console/", headers=cookie).status_code == 200  # still logged in


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1:8000"},
    ],
)
def test_a_form_posted_from_the_console_is_taken(house: House, headers: dict[str, str]) -> None:
    name, password = house.first_login
    form = {"username": name, "password": password}
    assert leads_to(house.client.post("/console/login", data=form, headers=headers), "/console/")


def test_the_home_page_lists_escalations_without_a_word_of_what_was_written(house: House) -> None:
    talk = house.open()
    talk.ask(DANGER)
    page = house.client.get("/console/", headers=house.staff_cookie("nurse")).text
    assert talk.id in page
    assert "I take this" in page
    assert DANGER not in page
    assert house.rows(audit) == []  # nothing was read


def test_reading_a_transcript_is_recorded_each_time(house: House) -> None:
    talk = house.open()
    talk.ask("Is it safe?")
    cookie = house.staff_cookie("nurse")
    for _ in range(2):
        page = house.client.get(f"/console/conversations/{talk.id}", headers=cookie)
        assert page.status_code == 200
        assert "Is it safe?" in page.text
        assert "A vetted answer." in page.text
    (nurse,) = house.rows(staff, username="nurse")
    rows = house.rows(audit, action="transcript_read")
    assert [(r.staff_id, r.object_id) for r in rows] == [(nurse.id, talk.id)] * 2


def test_a_transcript_says_why_each_answer_was_given(house: House) -> None:
    trace = {
        "asked": "Bladder: and later?",
        "intent": "ask_question",
        "confidence": 0.9,
        "retrieval": {"hits": [{"target": "safe-bladder", "probability": 0.87}]},
    }
    house.engine.says = [Answer(Draft(kind=Kind.ANSWER, text="Rarely."), trace)]
    talk = house.open()
    talk.ask("and later?")
    page = house.client.get(
        f"/console/conversations/{talk.id}", headers=house.staff_cookie("nurse")
    ).text
    assert "Bladder: and later?" in page
    assert "safe-bladder (0.87)" in page


def test_an_unknown_transcript_is_404_and_leaves_no_entry(house: House) -> None:
    response = house.client.get("/console/conversations/x", headers=house.staff_cookie("nurse"))
    assert response.status_code == 404
    assert house.rows(audit, action="transcript_read") == []


def test_what_a_patient_writes_is_text_and_never_markup(house: House) -> None:
    talk = house.open()
    talk.ask("<script>alert(1)</script><img src=x onerror=alert(1)>")
    page = house.client.get(
        f"/console/conversations/{talk.id}", headers=house.staff_cookie("nurse")
    ).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_of_two_who_take_an_escalation_the_first_has_it(house: House) -> None:
    house.open().ask(DANGER)
    (raised,) = house.rows(escalations)
    path = f"/console/escalations/{raised.id}/acknowledge"
    for name in ("nurse", "doctor"):
        response = house.client.post(path, headers=house.staff_cookie(name))
        assert leads_to(response, "/console/")
    (nurse,) = house.rows(staff, username="nurse")
    (row,) = house.rows(escalations)
    assert (row.state, row.acknowledged_by) == ("acknowledged", nurse.id)
    assert [r.staff_id for r in house.rows(audit, action="acknowledged")] == [nurse.id]


def test_an_acknowledged_escalation_stays_on_the_list_until_it_is_closed(house: House) -> None:
    house.open().ask(DANGER)
    (raised,) = house.rows(escalations)
    cookie = house.staff_cookie("nurse")
    house.client.post(f"/console/escalations/{raised.id}/acknowledge", headers=cookie)
    page = house.client.get("/console/", headers=cookie).text
    assert "acknowledged" in page
    assert "I take this" not in page


def test_logging_out_ends_the_session_at_once(house: House) -> None:
    cookie = house.staff_cookie("nurse")
    response = house.client.post("/console/logout", headers=cookie)
    assert leads_to(response, "/console/login")
    assert leads_to(house.client.get("/console/", headers=cookie), "/console/login")


@pytest.mark.parametrize("cookie", ["candor_console=", "candor_console=made-up", "other=1"])
def test_a_made_up_cookie_opens_nothing(house: House, cookie: str) -> None:
    response = house.client.get("/console/", headers={"Cookie": cookie})
    assert leads_to(response, "/console/login")


def test_every_route_of_the_console_needs_a_session(shared: House) -> None:
    open_to_all = {("GET", "/console/login"), ("POST", "/console/login")}
    open_to_all.add(("GET", "/console/style.css"))
    guarded = [
        (method, path)
        for method, path in every_route(shared.app)
        if path.startswith("/console") and (method, path) not in open_to_all
    ]
    assert len(guarded) >= 6
    for method, path in guarded:
        filled = re.sub(r"\{\w+\}", "x", path)
        response = shared.client.request(method, filled, headers=SAME_ORIGIN)
        assert leads_to(response, "/console/login"), (method, path)
