import { strings } from './strings.js';
import { characters } from './values.js';

/** The server takes no more characters than this in one message. */
export const LIMIT = 2000;
const WARN_AFTER = 1800;

/**
 * The box to write in. Enter sends, Shift+Enter makes a line, and Enter that ends a word in an
 * input method does neither. An over-long text stays in the box; nothing is cut off.
 * @param {object} options
 * @param {HTMLFormElement} options.form
 * @param {HTMLTextAreaElement} options.box
 * @param {HTMLElement} options.counter
 * @param {(text: string) => void} options.onSend gets a trimmed text of 1 to 2,000 characters
 * @param {(words: string) => void} options.announce
 */
export function createComposer({ form, box, counter, onSend, announce }) {
  let level = '';

  function refresh() {
    const length = characters(box.value);
    const next = length > LIMIT ? 'over' : length > WARN_AFTER ? 'near' : '';
    counter.textContent = next === 'over' ? strings.over(length - LIMIT) : next ? strings.left(LIMIT - length) : '';
    counter.classList.toggle('counter--over', next === 'over');
    if (next === 'over') box.setAttribute('aria-invalid', 'true');
    else box.removeAttribute('aria-invalid');
    if (next && next !== level) announce(counter.textContent);
    level = next;
    fit(box);
  }

  function submit() {
    const text = box.value.trim();
    if (!text || characters(text) > LIMIT) {
      announce(text ? strings.tooLong : strings.empty);
      box.focus();
      return;
    }
    box.value = '';
    refresh();
    onSend(text);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  box.addEventListener('input', refresh);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!event.repeat) submit();
  });
  refresh();

  return {
    focus: () => box.focus(),
    /** Puts a text back to be changed, before what was written since. @param {string} text */
    giveBack(text) {
      box.value = [text, box.value].filter((part) => part.trim()).join('\n');
      refresh();
    },
  };
}

/**
 * Grows the box with its text through its `rows`, up to five lines; the CSP allows no inline size.
 * @param {HTMLTextAreaElement} box
 */
function fit(box) {
  box.rows = 1;
  while (box.rows < 5 && box.scrollHeight > box.clientHeight + 1) box.rows += 1;
}
