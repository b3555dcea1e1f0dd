"""The demo page in a real Chromium, on the whole assistant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect, sync_playwright

from bot.knowledge.loader import load_library
from bot.settings import ROOT
from tests.served import Served, chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
    yield opened
    context.close()
    assert faults == []


@pytest.fixture
def panel(page: Page, served: Served) -> FrameLocator:
    page.goto(f"{served.url}/demo")
    return page.frame_locator("iframe")


def write(panel: FrameLocator, text: str) -> None:
    box = panel.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def test_a_visitor_gets_the_disclosure_and_a_vetted_answer(panel: FrameLocator) -> None:
    welcome = panel.get_by_role("region", name="Welcome")
    expect(welcome).to_contain_text("I am not a person and not a clinician", timeout=15_000)
    log = panel.get_by_role("log")
    write(panel, "does ketamine raise blood pressure?")
    expect(log).to_contain_text("Ketamine often raises blood pressure", timeout=15_000)
    expect(log).to_contain_text("Last reviewed")
    log.get_by_text("Sources").click()
    expect(log.locator("a[href^='https://']").first).to_have_attribute("rel", "noopener noreferrer")


def test_danger_shows_a_card_with_numbers_to_press(panel: FrameLocator) -> None:
    write(panel, "I want to end my life")
    expect(panel.get_by_role("log").locator("a[href='tel:988']")).to_be_visible(timeout=15_000)
    expect(panel.get_by_role("log").locator("a[href^='sms:988']")).to_be_visible()


def test_a_choice_is_a_button_that_leads_to_its_answer(panel: FrameLocator) -> None:
    library = load_library(ROOT / "knowledge")
    write(panel, library.ambiguous[0].text)
    buttons = panel.get_by_role("group", name="Suggested replies").get_by_role("button")
    expect(buttons.last).to_have_text("Something else", timeout=15_000)
    meant = next(s for s in library.served() if s.title == buttons.first.inner_text())
    buttons.first.click()
    expect(panel.get_by_role("log")).to_contain_text(meant.body.split(".")[0], timeout=15_000)


def test_a_reader_says_whether_an_answer_helped(panel: FrameLocator) -> None:
    write(panel, "does ketamine raise blood pressure?")
    asked = panel.get_by_role("group", name="Did this help?")
    asked.get_by_role("button", name="Yes").click(timeout=15_000)
    expect(asked).to_have_text("Thank you. Staff will see this.")


def test_a_reload_keeps_the_conversation_and_nothing_but_its_key_is_stored(
    page: Page, panel: FrameLocator
) -> None:
    write(panel, "what is ketamine?")
    expect(panel.get_by_role("log")).to_contain_text("general anesthetic", timeout=15_000)
    frame = next(f for f in page.frames if "panel" in f.url)
    stored = frame.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "ketamine" not in stored and "token" in stored
    assert page.context.cookies() == []
    page.reload()
    expect(page.frame_locator("iframe").get_by_role("log")).to_contain_text(
        "what is ketamine?", timeout=15_000
    )


def test_help_in_a_crisis_needs_no_server(page: Page, panel: FrameLocator) -> None:
    expect(panel.get_by_role("region", name="Welcome")).to_be_visible(timeout=15_000)
    page.context.set_offline(True)
    panel.get_by_role("button", name="In crisis? Get help now").click()
    expect(panel.get_by_role("dialog").locator("a[href='tel:988']")).to_be_visible()
    page.context.set_offline(False)


def test_no_request_leaves_our_own_address(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{served.url}/demo")
    welcome = page.frame_locator("iframe").get_by_role("region", name="Welcome")
    expect(welcome).to_be_visible(timeout=15_000)
    assert asked and all(url.startswith(served.url) for url in asked)


def test_the_sms_simulator_counts_segments_and_takes_numbers(page: Page, served: Served) -> None:
    page.goto(f"{served.url}/demo/sms")
    expect(page.get_by_role("log")).to_contain_text("segment", timeout=15_000)
    vague = load_library(ROOT / "knowledge").ambiguous[0].text
    page.get_by_role("textbox").fill(vague)
    page.get_by_role("textbox").press("Enter")
    log = page.get_by_role("log")
    expect(log).to_contain_text("4 Something else", timeout=15_000)
    page.get_by_role("textbox").fill("1")
    page.get_by_role("textbox").press("Enter")
    expect(log.get_by_text("segments ·")).to_have_count(3, timeout=15_000)
    expect(log).to_contain_text("session")


def test_staff_log_in_see_the_escalation_and_take_it(page: Page, served: Served) -> None:
    served.visitor().say("I want to end my life")
    password = served.welcome.split("admin / ")[1].split()[0]
    page.goto(f"{served.url}/console/")
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("New password").fill("a harbor with a light")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill("a harbor with a light")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Read the conversation", exact=True).last.click()
    expect(page.locator("main")).to_contain_text("I want to end my life")
    page.go_back()
    before = page.get_by_role("button", name="I take this").count()
    page.get_by_role("button", name="I take this").last.click()
    expect(page.get_by_role("button", name="I take this")).to_have_count(before - 1)
