import { createAnnouncer } from './announcer.js';
import { createClient } from './api.js';
import { createComposer } from './composer.js';
import { Conversation } from './conversation.js';
import { byId } from './dom.js';
import { connectHost } from './host.js';
import { createSession } from './session.js';
import { strings } from './strings.js';
import { Transcript } from './transcript.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Outgoing} Outgoing */

const clinic = new URLSearchParams(location.search).get('clinic') ?? undefined;
const announce = createAnnouncer(byId('status'));
const alarm = createAnnouncer(byId('alarm'));
const activity = byId('activity');
const closeButton = byId('close');
const banner = byId('banner');
const box = /** @type {HTMLTextAreaElement} */ (byId('text'));

let typingSaidAt = -Infinity;
let reconnectTimer = 0;
/** @type {Set<Outgoing>} */
const unsent = new Set();

const transcript = new Transcript(
  { scroller: byId('scroller'), note: byId('note'), log: byId('log'), more: byId('more') },
  {
    onChoice: (choice) => send(choice.value, choice.label),
    onRetry: (message) => { conversation.retry(message); settleFocus(); },
    onEdit: (message) => takeBack(message),
    onRate: (reply, helpful) => conversation.rate(reply.id, helpful),
  },
);

const conversation = new Conversation(createClient(), createSession(clinic ?? 'default'), {
  onStart(messages) {
    hideBanner();
    transcript.greet(messages);
    announce(messages.map((message) => message.text).join(' '));
  },
  onRestore(messages) {
    hideBanner();
    transcript.restore(messages);
  },
  onReply: showReply,
  onTyping: showTyping,
  onDelivery: showDelivery,
  onConnection: showConnection,
  onGone: () => showBanner(strings.gone, strings.startAgain, startAgain),
  onUnreachable: () => showBanner(strings.offline, strings.tryAgain, open),
}, { clinic, locale: document.documentElement.lang });

const composer = createComposer({
  form: /** @type {HTMLFormElement} */ (byId('form')),
  box,
  counter: byId('counter'),
  onSend: (text) => send(text),
  announce,
});

const host = connectHost({
  onOpen(focus) {
    if (focus) settleFocus();
  },
});

/** @param {string} text @param {string} [label] */
function send(text, label) {
  transcript.addOwn(conversation.send(text, label));
  settleFocus();
}

/** @param {Reply} reply */
function showReply(reply) {
  transcript.addReply(reply);
  if (reply.safety) alarm(strings.safetyShown);
  host.unread();
}

/** @param {boolean} on */
function showTyping(on) {
  activity.textContent = on ? strings.typing : '';
  activity.classList.toggle('activity--typing', on);
  if (!on || Date.now() - typingSaidAt < 10_000) return;
  typingSaidAt = Date.now();
  announce(strings.typing);
}

/** @param {Outgoing} message */
function showDelivery(message) {
  transcript.update(message);
  const sending = message.state === 'sending';
  if (sending || activity.textContent === strings.sending) activity.textContent = sending ? strings.sending : '';
  if (message.state === 'sent') unsent.delete(message);
  else unsent.add(message);
  if (sending) announce(strings.sending);
  else if (message.state !== 'sent') announce(`${strings.couldNotSend} ${message.problem ?? ''}`);
}

/** A short break is nobody's business; a longer one is said. @param {boolean} up */
function showConnection(up) {
  clearTimeout(reconnectTimer);
  const said = banner.dataset.about === 'connection';
  if (up && said) {
    hideBanner();
    announce(strings.connected);
  } else if (!up && !said) {
    reconnectTimer = window.setTimeout(() => {
      if (banner.hidden) showBanner(strings.reconnecting, null, null, 'connection');
    }, 4000);
  }
}

/**
 * @param {string} words
 * @param {string|null} label
 * @param {(() => void)|null} action
 * @param {string} [about]
 */
function showBanner(words, label, action, about = '') {
  const button = /** @type {HTMLButtonElement} */ (byId('banner-action'));
  byId('banner-text').textContent = words;
  banner.dataset.about = about;
  banner.hidden = false;
  button.hidden = !action;
  button.textContent = label ?? '';
  button.onclick = action;
  announce(words);
}

function hideBanner() {
  if (banner.contains(document.activeElement)) settleFocus();
  banner.hidden = true;
  banner.dataset.about = '';
}

async function open() {
  announce(strings.connecting);
  await conversation.open();
}

/** What could not be sent goes back into the box, so that no word is lost with the old conversation. */
async function startAgain() {
  const lost = [...unsent].filter((message) => message.label === message.text).map((message) => message.text);
  unsent.clear();
  transcript.clear();
  if (lost.length) composer.giveBack(lost.join('\n'));
  settleFocus();
  await conversation.restart();
}

/** @param {Outgoing} message */
function takeBack(message) {
  unsent.delete(message);
  transcript.remove(message);
  composer.giveBack(message.text);
  composer.focus();
}

/** With a keyboard the box takes the focus; on touch that would raise the keyboard over the replies. */
function settleFocus() {
  if (matchMedia('(pointer: coarse)').matches && document.activeElement !== box) byId('scroller').focus();
  else composer.focus();
}

closeButton.hidden = !host.framed;
closeButton.addEventListener('click', () => host.close());
document.addEventListener('keydown', (event) => {
  const dialogOpen = document.querySelector('dialog[open]') !== null;
  if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && !dialogOpen) host.close();
});
window.addEventListener('pagehide', () => conversation.close());
window.addEventListener('pageshow', (event) => event.persisted && conversation.listen());
if (host.framed) document.documentElement.classList.add('framed');
void open();
