/** The page that holds the panel, when it is shown in a frame. */

const TAG = 'clinic-chat';

/**
 * Talks with the launcher in the page around the frame. The first "hello" from the parent window
 * fixes the origin; from then on messages go to that origin and come from it, exactly. No message
 * of the conversation is ever passed on.
 * @param {{onOpen: (focus: boolean) => void}} listener `onOpen`: the panel is in view now
 * @returns {{framed: boolean, close: () => void, unread: () => void}}
 */
export function connectHost({ onOpen }) {
  const framed = window.parent !== window;
  /** @type {string|null} */
  let origin = null;

  /** @param {string} type */
  const post = (type) => {
    if (origin) window.parent.postMessage({ tag: TAG, type }, origin);
  };

  if (framed) {
    window.addEventListener('message', (event) => {
      if (event.source !== window.parent || event.data?.tag !== TAG) return;
      if (origin === null && event.data.type === 'hello' && event.origin !== 'null') {
        origin = event.origin;
        post('ready');
      }
      if (event.origin !== origin) return;
      if (event.data.type === 'open') onOpen(event.data.focus === true);
    });
  }
  return { framed, close: () => post('close'), unread: () => post('unread') };
}
