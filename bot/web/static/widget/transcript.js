import { renderOwn, renderReply, showDelivery } from './render.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Outgoing} Outgoing */
/** @typedef {import('./types.js').Choice} Choice */

/** How far from the end still counts as "at the end", in pixels. */
const NEAR = 64;

/** The visible conversation: the note with the greeting, the log, and where it is scrolled to. */
export class Transcript {
  /** @type {Map<Outgoing, HTMLElement>} */ #own = new Map();
  /** @type {HTMLElement|null} */ #lastOwn = null;

  /**
   * @param {{scroller: HTMLElement, note: HTMLElement, log: HTMLElement, more: HTMLElement}} parts
   *   `more` is the button that leads to messages out of sight
   * @param {{onChoice: (choice: Choice) => void, onRetry: (message: Outgoing) => void, onEdit: (message: Outgoing) => void, onRate?: import('./rating.js').OnRate}} actions
   */
  constructor(parts, actions) {
    this.scroller = parts.scroller;
    this.note = parts.note;
    this.log = parts.log;
    this.more = parts.more;
    this.actions = actions;
    parts.more.addEventListener('click', () => this.toEnd());
    for (const target of [parts.scroller, window]) {
      target.addEventListener('scroll', () => this.#isAtEnd() && this.#showMore(false), { passive: true });
    }
  }

  clear() {
    this.note.replaceChildren();
    this.log.replaceChildren();
    this.#own.clear();
    this.#lastOwn = null;
    this.#showMore(false);
  }

  /**
   * Shows a greeting in the note.
   * @param {Reply[]} replies
   */
  greet(replies) {
    this.note.replaceChildren(...replies.map((reply) => renderReply(reply, this.actions)));
  }

  /**
   * Shows a whole earlier conversation without reading it aloud. Only the choices after the
   * visitor's last message are still open.
   * @param {Reply[]} messages
   */
  restore(messages) {
    const first = messages.findIndex((message) => message.author === 'participant');
    const last = messages.findLastIndex((message) => message.author === 'participant');
    const nodes = messages.map((message, at) =>
      message.author === 'participant'
        ? renderOwn(labelFor(message.text, messages.slice(0, at)))
        : renderReply(message, at > last ? this.actions : {}));
    const split = first < 0 ? nodes.length : first;
    this.log.setAttribute('aria-live', 'off');
    this.note.replaceChildren(...nodes.slice(0, split));
    this.log.replaceChildren(...nodes.slice(split));
    setTimeout(() => this.log.setAttribute('aria-live', 'polite'), 500);
    this.toEnd();
  }

  /**
   * Adds a message of the visitor and goes to it.
   * @param {Outgoing} message
   */
  addOwn(message) {
    const node = renderOwn(message.label);
    this.#own.set(message, node);
    this.#lastOwn = node;
    this.log.append(node);
    this.toEnd();
  }

  /**
   * Shows what became of a message of the visitor.
   * @param {Outgoing} message
   */
  update(message) {
    const node = this.#own.get(message);
    if (!node) return;
    showDelivery(node, message, {
      onRetry: () => this.actions.onRetry(message),
      onEdit: () => this.actions.onEdit(message),
    });
    if (message.state === 'sent') this.#own.delete(message);
    else if (message.state !== 'sending') this.#reveal(node);
  }

  /**
   * Takes a message that was not sent out again.
   * @param {Outgoing} message
   */
  remove(message) {
    this.#own.get(message)?.remove();
    this.#own.delete(message);
  }

  /**
   * Adds a reply. Someone reading at the end is kept at the start of what is new; someone reading
   * further up is left in peace and offered a button. Help in danger is always brought into view.
   * @param {Reply} reply
   */
  addReply(reply) {
    const follow = this.#isAtEnd();
    const node = renderReply(reply, this.actions);
    this.log.append(node);
    if (reply.safety) this.#reveal(node);
    else if (follow) this.#reveal(this.#lastOwn ?? node);
    this.#showMore(!this.#isAtEnd());
  }

  toEnd() {
    const box = this.#box();
    box.scrollTop = box.scrollHeight;
    this.#showMore(false);
  }

  /** The element that scrolls: the log's frame or, on a very low screen, the page. */
  #box() {
    const inside = getComputedStyle(this.scroller).overflowY === 'auto';
    return inside ? this.scroller : document.scrollingElement ?? document.documentElement;
  }

  /** Brings the top of an element to the top, as far as there is something to scroll.
   * @param {HTMLElement} node */
  #reveal(node) {
    const box = this.#box();
    const top = box === this.scroller ? box.getBoundingClientRect().top + 12 : 72;
    box.scrollTop += node.getBoundingClientRect().top - top;
  }

  #isAtEnd() {
    const view = this.scroller.getBoundingClientRect();
    const bottom = this.#box() === this.scroller ? view.bottom : window.innerHeight;
    return this.log.getBoundingClientRect().bottom <= bottom + NEAR;
  }

  /** @param {boolean} on */
  #showMore(on) {
    this.more.hidden = !on;
  }
}

/**
 * What the visitor saw when a posted text was the value of a choice.
 * @param {string} text
 * @param {Reply[]} before
 */
function labelFor(text, before) {
  for (const { choices } of [...before].reverse()) {
    const choice = choices?.find(({ value }) => value === text);
    if (choice) return choice.label;
  }
  return text;
}
