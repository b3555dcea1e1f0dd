import { el, hiddenText, textBlocks } from './dom.js';
import { renderSafety } from './safety.js';
import { renderRating } from './rating.js';
import { strings } from './strings.js';
import { longDate, webUrl } from './values.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Outgoing} Outgoing */
/** @typedef {import('./types.js').Choice} Choice */

/**
 * A message of the assistant, the staff or the system, with all it carries. Only text nodes and
 * checked links come from the reply.
 * @param {Reply} reply
 * @param {{onChoice?: (choice: Choice) => void, onRate?: import('./rating.js').OnRate}} [options] without
 *   `onChoice` the choices are shown used
 * @returns {HTMLElement}
 */
export function renderReply(reply, { onChoice, onRate } = {}) {
  const titles = [...new Set((reply.snippets ?? []).map((snippet) => snippet.title).filter(Boolean))];
  const heading = reply.kind === 'answer' && titles.length ? titles.join(' · ') : null;
  return el('div', { class: `message message--${authorOf(reply)}`, attrs: { 'data-kind': reply.kind ?? '' } }, [
    authorLine(reply),
    el('div', { class: reply.safety ? 'bubble bubble--safety' : 'bubble' }, [
      heading && el('h3', { class: 'bubble__title', text: heading }),
      el('div', { class: 'bubble__text' }, textBlocks(reply.text ?? '')),
      reply.safety ? renderSafety(reply.safety) : null,
      renderSources(reply),
      renderReviewed(reply),
    ]),
    onRate && reply.kind === 'answer' && reply.snippets?.length ? renderRating(reply, onRate) : null,
    renderChoices(reply.choices ?? [], onChoice),
  ]);
}

/**
 * A message of the visitor.
 * @param {string} text
 * @returns {HTMLElement}
 */
export function renderOwn(text) {
  return el('div', { class: 'message message--you' }, [
    hiddenText(strings.you),
    el('div', { class: 'bubble' }, [el('div', { class: 'bubble__text bubble__text--plain', text })]),
  ]);
}

/**
 * Shows on a message of the visitor that it was not sent, or takes that away.
 * @param {HTMLElement} node made by renderOwn
 * @param {Outgoing} message
 * @param {{onRetry: () => void, onEdit: () => void}} actions
 */
export function showDelivery(node, message, { onRetry, onEdit }) {
  node.querySelector('.delivery')?.remove();
  const broken = message.state === 'failed' || message.state === 'rejected';
  node.classList.toggle('message--unsent', broken);
  if (!broken) return;
  const again = message.state === 'failed';
  const button = el('button', { class: 'button button--small', text: again ? strings.tryAgain : strings.edit, attrs: { type: 'button' } });
  button.addEventListener('click', again ? onRetry : onEdit);
  node.append(el('div', { class: 'delivery' }, [
    el('p', { class: 'delivery__text' }, [el('strong', { text: strings.notSent }), ` ${message.problem ?? ''}`]),
    button,
  ]));
}

/** @param {Reply} reply */
function authorOf(reply) {
  return reply.author === 'staff' || reply.author === 'system' ? reply.author : 'assistant';
}

/** @param {Reply} reply */
function authorLine(reply) {
  const author = authorOf(reply);
  if (author !== 'staff') return hiddenText(strings[author]);
  return el('p', { class: 'message__author' }, [
    el('span', { class: 'badge', text: strings.staffBadge, attrs: { 'aria-hidden': 'true' } }),
    hiddenText(strings.staff),
  ]);
}

/** @param {Reply} reply */
function renderSources({ citations }) {
  if (!citations?.length) return null;
  return el('details', { class: 'sources' }, [
    el('summary', { text: strings.sources }),
    el('ul', {}, citations.map((citation) => {
      const about = [citation.publisher, citation.year].filter(Boolean).join(', ');
      return el('li', {}, [externalLink(citation.title, citation.url), about ? el('span', { class: 'sources__about', text: about }) : null]);
    })),
  ]);
}

/**
 * A link that opens in a new tab and says so; plain text when the address is no web address.
 * @param {string} text
 * @param {string|null|undefined} url
 * @returns {HTMLElement}
 */
export function externalLink(text, url) {
  const href = webUrl(url);
  if (!href) return el('span', { text });
  return el('a', { attrs: { href, target: '_blank', rel: 'noopener noreferrer' } }, [
    text, el('span', { class: 'visually-hidden', text: ` ${strings.newTab}` }),
  ]);
}

/** @param {Reply} reply */
function renderReviewed({ snippets = [] }) {
  const lines = snippets.flatMap((snippet) => {
    const date = longDate(snippet.reviewed_on);
    if (!date) return [];
    return snippets.length > 1 ? `${snippet.title}: ${strings.reviewed.toLowerCase()} ${date}` : `${strings.reviewed} ${date}`;
  });
  return lines.length ? el('p', { class: 'reviewed', text: lines.join('\n') }) : null;
}

/**
 * @param {Choice[]} choices
 * @param {((choice: Choice) => void)|undefined} onChoice
 */
function renderChoices(choices, onChoice) {
  if (!choices.length) return null;
  const group = el('div', { class: 'choices', attrs: { role: 'group', 'aria-label': strings.suggestions } });
  for (const choice of choices) {
    const button = el('button', { class: 'button choice', text: choice.label, attrs: { type: 'button' } });
    button.disabled = !onChoice;
    button.addEventListener('click', () => {
      for (const other of group.querySelectorAll('button')) other.disabled = true;
      button.classList.add('choice--used');
      onChoice?.(choice);
    });
    group.append(button);
  }
  return group;
}
