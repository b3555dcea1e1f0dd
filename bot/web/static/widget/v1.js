/**
 * The launcher. `<script async src="https://chat.example/widget/v1.js" data-clinic="..."></script>`
 * puts one button into the page; the chat itself is a frame from the script's own origin, made on
 * first opening. With `data-open` the chat stands open at once, without taking the focus.
 * `window.clinicChat` has `open()`, `close()` and `destroy()`. Loading it twice changes nothing.
 */
(() => {
  const page = /** @type {Window & {clinicChat?: object}} */ (window);
  const script = /** @type {HTMLScriptElement|null} */ (
    document.currentScript ?? document.querySelector('script[src*="/widget/v1.js"]'));
  if (!script || page.clinicChat) return;

  const TAG = 'clinic-chat';
  const panelUrl = new URL('v1/panel', script.src);
  const clinic = script.dataset.clinic;
  if (clinic) panelUrl.searchParams.set('clinic', clinic);
  const openAtOnce = script.dataset.open !== undefined;

  const css = `
    :host { all: initial !important; }
    * { box-sizing: border-box; }
    .launcher, .frame-box { position: fixed; z-index: 2147483000; font: 600 1rem/1.4 system-ui, sans-serif; }
    .launcher { right: 1rem; bottom: 1rem; min-height: 3.25rem; padding: .75rem 1.25rem; border: 2px solid #fff; border-radius: 2rem;
      background: #0f5d5b; color: #fff; cursor: pointer; box-shadow: 0 2px 10px rgb(0 0 0 / .25); }
    .launcher:hover { background: #0a4846; }
    .launcher:focus-visible, .plain:focus-visible { outline: 3px solid #0f5d5b; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
    .frame-box { right: 1rem; bottom: 5.25rem; width: 25rem; max-width: calc(100vw - 2rem); height: 42rem; max-height: calc(100vh - 6.5rem);
      max-height: calc(100dvh - 6.5rem); overflow: hidden; border: 1px solid #a9bab8; border-radius: 1rem; background: #fff; color: #1d2b2a;
      box-shadow: 0 8px 30px rgb(0 0 0 / .22); }
    .frame-box[hidden] { display: block; visibility: hidden; }
    iframe { position: absolute; inset: 0; width: 100%; height: 100%; border: 0; visibility: hidden; }
    .ready iframe { visibility: inherit; }
    .ready .wait { display: none; }
    .wait { padding: 1.5rem; font-weight: 400; }
    .wait p { margin: 0 0 1rem; }
    .wait a { color: #0a4846; font-weight: 600; }
    .plain { min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid #0f5d5b; border-radius: .5rem; background: #fff; color: #0a4846; font: inherit; }
    @media (max-width: 30rem), (max-height: 32rem) {
      .frame-box { inset: 0; width: auto; max-width: none; height: auto; max-height: none; border: 0; border-radius: 0; }
      .launcher[aria-expanded=true] { display: none; }
    }
    @media (forced-colors: active) { .launcher, .frame-box, .plain { border: 2px solid ButtonText; } }
    @media print { .launcher, .frame-box { display: none !important; } }`;

  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];

  /** @param {string} tag @param {Record<string, string>} attrs @param {(Node|string)[]} children */
  const make = (tag, attrs = {}, ...children) => {
    const node = document.createElement(tag);
    for (const name in attrs) node.setAttribute(name, attrs[name]);
    node.append(...children);
    return node;
  };

  const button = make('button', { type: 'button', class: 'launcher', 'aria-expanded': 'false', 'aria-controls': 'box' }, 'Chat with us');
  const waitText = make('p', {}, 'Opening the chat…');
  const waitClose = make('button', { type: 'button', class: 'plain' }, 'Close');
  const box = make('div', { id: 'box', class: 'frame-box', role: 'region', 'aria-label': 'Chat', hidden: '' },
    make('div', { class: 'wait' }, waitText,
      make('p', {}, 'In crisis? Call or text ', make('a', { href: 'tel:988' }, '988'), ' at any time. If a life is in danger, call ',
        make('a', { href: 'tel:911' }, '911'), '.'), waitClose));
  root.append(button, box);

  /** @type {HTMLIFrameElement|null} */
  let frame = null;
  let isOpen = false;
  let ready = false;
  let unread = 0;

  /** @param {string} type @param {boolean} [focus] */
  const post = (type, focus) => frame?.contentWindow?.postMessage({ tag: TAG, type, focus }, panelUrl.origin);

  const label = () => {
    const news = unread ? ` (${unread} new)` : '';
    button.textContent = isOpen ? 'Close chat' : `Chat with us${news}`;
    button.setAttribute('aria-expanded', String(isOpen));
  };

  const makeFrame = () => {
    frame = /** @type {HTMLIFrameElement} */ (make('iframe', { title: "Chat with the clinic's assistant", referrerpolicy: 'no-referrer' }));
    frame.src = panelUrl.href;
    frame.addEventListener('load', () => post('hello'));
    box.append(frame);
    setTimeout(() => { if (!ready) waitText.textContent = 'The chat is not available right now.'; }, 8000);
  };

  let focusWanted = false;
  const showInside = () => {
    if (focusWanted) (ready && frame ? frame : waitClose).focus();
    if (ready) post('open', focusWanted);
  };

  const open = (focus = true) => {
    if (isOpen) return;
    isOpen = true;
    unread = 0;
    focusWanted = focus;
    if (!frame) makeFrame();
    box.hidden = false;
    label();
    showInside();
  };

  const close = () => {
    if (!isOpen) return;
    const inside = root.activeElement !== null;
    isOpen = false;
    label();
    box.hidden = true;
    if (inside) button.focus();
  };

  /** @param {MessageEvent} event */
  const onMessage = (event) => {
    if (event.origin !== panelUrl.origin || event.source !== frame?.contentWindow || event.data?.tag !== TAG) return;
    if (event.data.type === 'ready') {
      ready = true;
      box.classList.add('ready');
      if (isOpen) showInside();
    } else if (event.data.type === 'close') {
      close();
    } else if (event.data.type === 'unread' && !isOpen) {
      unread += 1;
      label();
    }
  };

  /** @param {KeyboardEvent} event */
  const onKey = (event) => {
    const mine = document.activeElement === host || document.activeElement === document.body;
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented && mine) close();
  };

  const destroy = () => {
    window.removeEventListener('message', onMessage);
    document.removeEventListener('keydown', onKey);
    host.remove();
    delete page.clinicChat;
  };

  button.addEventListener('click', () => (isOpen ? close() : open()));
  waitClose.addEventListener('click', close);
  window.addEventListener('message', onMessage);
  document.addEventListener('keydown', onKey);
  page.clinicChat = { open: () => open(), close, destroy };

  const start = () => {
    document.body.append(host);
    if (openAtOnce) open(false);
  };
  if (document.body) start();
  else document.addEventListener('DOMContentLoaded', start);
})();
