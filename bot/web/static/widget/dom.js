/**
 * Makes an element. Text goes in as text nodes only, so no markup in a message is ever parsed.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {{class?: string, text?: string, attrs?: Record<string, string>}} [options]
 * @param {(Node|string|null|undefined)[]} [children] empty ones are left out
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, options = {}, children = []) {
  const node = document.createElement(tag);
  if (options.class) node.className = options.class;
  if (options.text !== undefined) node.textContent = options.text;
  for (const [name, value] of Object.entries(options.attrs ?? {})) node.setAttribute(name, value);
  for (const child of children) if (child) node.append(child);
  return node;
}

/**
 * Words for screen readers only.
 * @param {string} text
 * @returns {HTMLElement}
 */
export function hiddenText(text) {
  return el('span', { class: 'visually-hidden', text: `${text} ` });
}

/**
 * The element with this id; a missing one is a programming error and throws.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`missing element #${id}`);
  return node;
}

/**
 * Turns plain text into paragraphs and lists: blank lines part paragraphs, lines that start
 * with "- " are list items, other line breaks stay line breaks.
 * @param {string} text
 * @returns {HTMLElement[]}
 */
export function textBlocks(text) {
  /** @type {HTMLElement[]} */
  const blocks = [];
  for (const part of text.replace(/\r\n?/g, '\n').split(/\n[ \t]*\n/)) {
    /** @type {HTMLElement|null} */
    let open = null;
    for (const line of part.split('\n')) {
      if (line.trim() === '') continue;
      open = addLine(line, open, blocks);
    }
  }
  return joinLists(blocks);
}

/**
 * @param {string} line
 * @param {HTMLElement|null} open the block of the line before, in the same part
 * @param {HTMLElement[]} blocks
 * @returns {HTMLElement}
 */
function addLine(line, open, blocks) {
  const item = /^\s{0,3}- (.*)$/.exec(line);
  if (item) {
    const list = open?.tagName === 'UL' ? open : el('ul');
    list.append(el('li', { text: item[1] }));
    if (list !== open) blocks.push(list);
    return list;
  }
  if (open?.tagName === 'UL' && /^\s/.test(line)) {
    open.lastElementChild?.append(` ${line.trim()}`);
    return open;
  }
  if (open?.tagName === 'P') {
    open.append(`\n${line}`);
    return open;
  }
  const paragraph = el('p', { text: line });
  blocks.push(paragraph);
  return paragraph;
}

/**
 * Lists whose items were parted by blank lines become one list.
 * @param {HTMLElement[]} blocks
 */
function joinLists(blocks) {
  /** @type {HTMLElement[]} */
  const joined = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.tagName === 'UL' && last?.tagName === 'UL') last.append(...block.children);
    else joined.push(block);
  }
  return joined;
}
