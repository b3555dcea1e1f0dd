import { createAnnouncer } from '/widget/v1/announcer.js';
import { createClient } from '/widget/v1/api.js';
import { createComposer } from '/widget/v1/composer.js';
import { Conversation } from '/widget/v1/conversation.js';
import { byId, el, hiddenText } from '/widget/v1/dom.js';
import { showDelivery } from '/widget/v1/render.js';
import { createSession } from '/widget/v1/session.js';
import { strings } from '/widget/v1/strings.js';
import { characters } from '/widget/v1/values.js';

/** @typedef {import('./widget/types.js').Reply} Reply */
/** @typedef {import('./widget/types.js').Outgoing} Outgoing */

const announce = createAnnouncer(byId('status'));
const scroller = byId('scroller');
const log = byId('log');
const activity = byId('activity');
const banner = byId('banner');
/** @type {Map<Outgoing, HTMLElement>} */
const own = new Map();

const client = createClient({ startUrl: new URL('/demo/sms/conversations', location.origin) });
const conversation = new Conversation(client, createSession('sms'), {
  onStart: (messages) => { hideBanner(); messages.forEach(addMessage); },
  onRestore: restore,
  onReply: addMessage,
  onTyping: (on) => { activity.textContent = on ? strings.typing : ''; },
  onDelivery: update,
  onConnection: () => {},
  onGone: () => showBanner(strings.gone, strings.startAgain, startAgain),
  onUnreachable: () => showBanner(strings.offline, strings.tryAgain, () => void conversation.open()),
}, { locale: document.documentElement.lang });

const composer = createComposer({
  form: /** @type {HTMLFormElement} */ (byId('form')),
  box: /** @type {HTMLTextAreaElement} */ (byId('text')),
  counter: byId('counter'),
  onSend: send,
  announce,
});

/** @param {string} text */
function send(text) {
  const message = conversation.send(text);
  const node = bubble('in', strings.you, text, null);
  own.set(message, node);
  append(node);
}

/** @param {Outgoing} message */
function update(message) {
  const node = own.get(message);
  if (!node) return;
  showDelivery(node, message, {
    onRetry: () => { conversation.retry(message); composer.focus(); },
    onEdit: () => { node.remove(); composer.giveBack(message.text); composer.focus(); },
  });
  if (message.state === 'sending') announce(strings.sending);
  else if (message.state !== 'sent') announce(`${strings.couldNotSend} ${message.problem ?? ''}`);
  toEnd();
}

/** @param {Reply} message */
function addMessage(message) {
  append(toNode(message));
}

/** @param {Reply[]} messages */
function restore(messages) {
  hideBanner();
  log.setAttribute('aria-live', 'off');
  log.replaceChildren(...messages.map(toNode));
  setTimeout(() => log.setAttribute('aria-live', 'polite'), 500);
  toEnd();
}

/** @param {Reply} message */
function toNode(message) {
  if (message.author === 'participant') return bubble('in', strings.you, message.text, null);
  const who = message.author === 'staff' ? strings.staff : strings.assistant;
  return bubble('out', who, message.text, sizeOf(message));
}

/**
 * "2 segments · 240 characters"; the segments only where the server counted them.
 * @param {Reply} message
 */
function sizeOf(message) {
  const size = characters(message.text);
  const parts = [`${size} ${size === 1 ? 'character' : 'characters'}`];
  if (typeof message.segments === 'number') {
    parts.unshift(`${message.segments} ${message.segments === 1 ? 'segment' : 'segments'}`);
  }
  return parts.join(' · ');
}

/**
 * @param {'in'|'out'} side
 * @param {string} who
 * @param {string} text
 * @param {string|null} size
 */
function bubble(side, who, text, size) {
  return el('div', { class: `text text--${side}` }, [
    hiddenText(who),
    el('p', { class: 'text__body', text }),
    size ? el('p', { class: 'text__size', text: size }) : null,
  ]);
}

/** @param {HTMLElement} node */
function append(node) {
  log.append(node);
  toEnd();
}

function toEnd() {
  scroller.scrollTop = scroller.scrollHeight;
}

/** @param {string} words @param {string} label @param {() => void} action */
function showBanner(words, label, action) {
  const button = byId('banner-action');
  byId('banner-text').textContent = words;
  button.textContent = label;
  button.onclick = action;
  banner.hidden = false;
  announce(words);
}

function hideBanner() {
  if (banner.contains(document.activeElement)) composer.focus();
  banner.hidden = true;
}

function startAgain() {
  log.replaceChildren();
  own.clear();
  composer.focus();
  void conversation.restart();
}

byId('restart').addEventListener('click', startAgain);
window.addEventListener('pagehide', () => conversation.close());
window.addEventListener('pageshow', (event) => event.persisted && conversation.listen());
void conversation.open();
