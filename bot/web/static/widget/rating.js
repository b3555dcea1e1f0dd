import { el } from './dom.js';
import { strings } from './strings.js';

/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {(reply: Reply, helpful: boolean) => Promise<boolean>} OnRate true when it was stored */

/**
 * Asks whether an answer helped. What is said replaces the question; what fails can be said again.
 * @param {Reply} reply
 * @param {OnRate} onRate
 * @returns {HTMLElement}
 */
export function renderRating(reply, onRate) {
  const said = el('span', { text: strings.wasItHelpful, attrs: { tabindex: '-1' } });
  const buttons = [true, false].map((helpful) => {
    const text = helpful ? strings.helpful : strings.notHelpful;
    const button = el('button', { class: 'button button--small', text, attrs: { type: 'button' } });
    button.addEventListener('click', async () => {
      const stored = await onRate(reply, helpful);
      said.textContent = stored ? strings.rated : strings.notRated;
      if (!stored) return;
      for (const other of buttons) other.remove();
      said.focus();
    });
    return button;
  });
  return el('div', { class: 'rating', attrs: { role: 'group', 'aria-label': strings.wasItHelpful } }, [said, ...buttons]);
}
