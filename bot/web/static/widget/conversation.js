import { ApiError } from './api.js';
import { newId, parseJson } from './values.js';
import { keepStream } from './stream.js';
import { strings } from './strings.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Outgoing} Outgoing */
/** @typedef {import('./types.js').Credentials} Credentials */

/** @typedef {import('./types.js').Listener} Listener */

const TYPING_LIMIT_MS = 45_000;
const REPLY_CHECK_MS = 12_000;

/** One conversation: opens or restores it, sends in order, receives, and never shows a thing itself. */
export class Conversation {
  /** @type {Credentials|null} */ #who = null;
  /** @type {Promise<boolean>|null} */ #opening = null;
  /** @type {{stop: () => void}|null} */ #stream = null;
  /** @type {Promise<unknown>} */ #queue = Promise.resolve();
  /** @type {Set<string>} */ #seen = new Set();
  #lastSeq = 0;
  #typingTimer = 0;
  #checkTimer = 0;

  /**
   * @param {import('./api.js').Client} client
   * @param {import('./session.js').Session} session
   * @param {Listener} listener
   * @param {{clinic?: string, locale?: string}} [about]
   */
  constructor(client, session, listener, about = {}) {
    this.client = client;
    this.session = session;
    this.listener = listener;
    this.about = about;
  }

  /** Restores this tab's conversation or starts one. True when there is one to talk in. */
  open() {
    this.#opening ??= this.#open().finally(() => { this.#opening = null; });
    return this.#opening;
  }

  /** Forgets the conversation and starts a new one. */
  restart() {
    this.close();
    this.session.clear();
    this.#who = null;
    this.#forget();
    return this.open();
  }

  /** Stops listening; `listen` takes it up again. */
  close() {
    this.#stream?.stop();
    this.#stream = null;
    clearTimeout(this.#checkTimer);
    this.#typing(false);
  }

  /** Receives replies from now on, without losing those in between. */
  listen() {
    const who = this.#who;
    if (!who || this.#stream) return;
    this.#stream = keepStream({
      connect: (signal) => this.client.events(who, this.#lastSeq, signal),
      onEvent: (event) => this.#onEvent(event),
      onState: (up) => this.listener.onConnection(up),
      onGone: () => this.#gone(),
    });
  }

  /**
   * Sends a text after those before it; its fate is told through `onDelivery`.
   * @param {string} text
   * @param {string} [label] shown in its place
   * @returns {Outgoing}
   */
  send(text, label = text) {
    /** @type {Outgoing} */
    const message = { clientId: newId(), text, label, state: 'sending' };
    this.retry(message);
    return message;
  }

  /**
   * Sends a message that failed once more, with the same id, so that it can never count twice.
   * @param {Outgoing} message
   */
  retry(message) {
    message.state = 'sending';
    this.#queue = this.#queue.then(() => this.#deliver(message));
  }

  /**
   * Says of an answer whether it helped.
   * @param {string} messageId
   * @param {boolean} helpful
   * @returns {Promise<boolean>} whether it was stored
   */
  async rate(messageId, helpful) {
    if (!this.#who) return false;
    return this.client.rate(this.#who, messageId, helpful).then(() => true, () => false);
  }

  async #open() {
    if (this.#who) return true;
    const saved = this.session.load();
    try {
      await (saved ? this.#restore(saved) : this.#start());
    } catch (error) {
      if (error instanceof ApiError && saved && error.gone) this.#gone();
      else this.listener.onUnreachable();
      return false;
    }
    this.listen();
    return true;
  }

  async #start() {
    const started = await this.client.start(this.about);
    this.#who = { id: started.conversation_id, token: started.token };
    this.session.save(this.#who);
    this.listener.onStart((started.messages ?? []).filter((message) => this.#isNew(message)));
  }

  /** @param {Credentials} saved */
  async #restore(saved) {
    this.#forget();
    /** @type {Reply[]} */
    const all = [];
    for (;;) {
      const page = (await this.client.history(saved, this.#lastSeq)).filter((message) => this.#isNew(message));
      if (!page.length) break;
      all.push(...page);
    }
    this.#who = saved;
    this.listener.onRestore(all);
  }

  /** @param {Outgoing} message */
  async #deliver(message) {
    this.listener.onDelivery(message);
    try {
      if (!(await this.open()) || !this.#who) throw new ApiError(0, 'network', 'no conversation');
      await this.client.send(this.#who, message.clientId, message.text);
      message.state = 'sent';
      this.#expectReply();
    } catch (error) {
      this.#fail(message, error instanceof ApiError ? error : new ApiError(0, 'error', String(error)));
    }
    this.listener.onDelivery(message);
  }

  /** @param {Outgoing} message @param {ApiError} error */
  #fail(message, error) {
    message.state = error.retriable || error.gone ? 'failed' : 'rejected';
    if (error.status === 413) message.problem = strings.tooLong;
    else if (error.status === 429) message.problem = strings.slowDown;
    else message.problem = error.retriable || error.gone ? strings.noConnection : strings.refused;
    if (error.gone) this.#gone();
  }

  #gone() {
    this.close();
    this.#who = null;
    this.listener.onGone();
  }

  /** Where a proxy swallows the stream, a look at the history still brings the reply. */
  #expectReply() {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = window.setTimeout(async () => {
      const messages = this.#who ? await this.client.history(this.#who, this.#lastSeq).catch(() => []) : [];
      for (const message of messages) if (message.author !== 'participant') this.#onReply(message);
    }, REPLY_CHECK_MS);
  }

  /** @param {import('./sse.js').StreamEvent} event */
  #onEvent(event) {
    if (event.event !== 'reply' && event.event !== 'typing') return;
    const data = parseJson(event.data);
    if (!data) return;
    if (event.event === 'typing') return this.#typing(Boolean(data.on));
    this.#onReply({ ...data, seq: data.seq ?? (Number(event.id) || undefined) });
  }

  /** @param {Reply} reply */
  #onReply(reply) {
    if (!this.#isNew(reply) || reply.author === 'participant') return;
    clearTimeout(this.#checkTimer);
    this.#typing(false);
    this.listener.onReply(reply);
  }

  /** @param {boolean} on */
  #typing(on) {
    clearTimeout(this.#typingTimer);
    if (on) this.#typingTimer = window.setTimeout(() => this.#typing(false), TYPING_LIMIT_MS);
    this.listener.onTyping(on);
  }

  #forget() {
    this.#seen.clear();
    this.#lastSeq = 0;
  }

  /** @param {Reply} message */
  #isNew(message) {
    const key = String(message.id ?? `seq ${message.seq}`);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (typeof message.seq === 'number') this.#lastSeq = Math.max(this.#lastSeq, message.seq);
    return true;
  }
}
