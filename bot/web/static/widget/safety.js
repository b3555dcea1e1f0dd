import { el } from './dom.js';
import { strings } from './strings.js';
import { smsUrl, telUrl, webUrl } from './values.js';

/** @typedef {import('./types.js').Resource} Resource */

/**
 * The card with the ways to get help. It can take the focus, and each way is a large link.
 * @param {import('./types.js').Safety} safety
 * @returns {HTMLElement}
 */
export function renderSafety(safety) {
  return el('div', {
    class: 'safety',
    attrs: { role: 'group', 'aria-label': strings.safetyTitle, tabindex: '-1', 'data-tier': safety.tier },
  }, (safety.resources ?? []).map(renderResource));
}

/** @param {Resource} resource */
function renderResource(resource) {
  return el('div', { class: 'resource' }, [
    el('h3', { class: 'resource__name', text: resource.name }),
    resource.note ? el('p', { class: 'resource__note', text: resource.note }) : null,
    el('div', { class: 'resource__links' }, [callLink(resource), textLink(resource), chatLink(resource)]),
  ]);
}

/** @param {Resource} resource */
function callLink({ name, call }) {
  const href = telUrl(call);
  return href && helpLink(`${strings.call} ${call}`, name, { href, target: '_top' }, 'help-link--main');
}

/** @param {Resource} resource */
function textLink({ name, text }) {
  const href = smsUrl(text);
  if (!href || !text) return null;
  const words = text.body ? strings.textBodyTo(text.body, text.to) : `${strings.textTo} ${text.to}`;
  return helpLink(words, name, { href, target: '_top' });
}

/** @param {Resource} resource */
function chatLink({ name, chat }) {
  const href = webUrl(chat);
  return href && helpLink(strings.chatOnline, `${name} ${strings.newTab}`, { href, target: '_blank', rel: 'noopener noreferrer' });
}

/**
 * tel: and sms: links aim at the top window. Followed inside the frame, Chromium holds them against
 * the `frame-src` of the clinic's page and puts an error page where the chat was.
 * @param {string} words
 * @param {string} about said to screen readers, so that two "Call" links differ
 * @param {Record<string, string>} attrs
 * @param {string} [extraClass]
 */
function helpLink(words, about, attrs, extraClass = '') {
  return el('a', { class: `help-link ${extraClass}`.trim(), attrs }, [
    words, el('span', { class: 'visually-hidden', text: `, ${about}` }),
  ]);
}
