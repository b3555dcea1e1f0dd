/** @typedef {{event: string, data: string, id: string|null}} StreamEvent */

/**
 * A parser for server-sent events. Feed it text in any pieces; it calls `onEvent` once for each
 * whole event, whatever the line ends are and wherever the pieces were cut.
 * @param {(event: StreamEvent) => void} onEvent
 * @returns {(chunk: string) => void}
 */
export function createParser(onEvent) {
  let rest = '';
  let event = '';
  /** @type {string[]} */
  let data = [];
  /** @type {string|null} */
  let id = null;

  /** @param {string} line */
  function takeLine(line) {
    if (line === '') {
      if (data.length) onEvent({ event: event || 'message', data: data.join('\n'), id });
      event = '';
      data = [];
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return; // a comment: the keep-alive
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) id = value;
  }

  return (chunk) => {
    rest += chunk;
    // A CR at the very end may be half of a CRLF: it waits for the next piece.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    lines.forEach(takeLine);
  };
}

/**
 * Reads a response body to its end and reports each event. Rejects when the connection breaks,
 * or when not even a keep-alive came for `silenceMs`.
 * @param {Response} response
 * @param {{onEvent: (event: StreamEvent) => void, silenceMs: number}} options
 */
export async function readEvents(response, { onEvent, silenceMs }) {
  if (!response.body) throw new Error('no stream');
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parse = createParser(onEvent);
  for (;;) {
    const { done, value } = await withDeadline(reader.read(), silenceMs, () => void reader.cancel().catch(() => {}));
    if (done) return;
    parse(decoder.decode(value, { stream: true }));
  }
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {number} ms
 * @param {() => void} onLate
 * @returns {Promise<T>}
 */
function withDeadline(promise, ms, onLate) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      onLate();
      reject(new Error('stream fell silent'));
    }, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * How long to wait before try number `attempt` (0, 1, 2 …): doubles up to 30 s, with full jitter
 * above a small floor so that a crowd of visitors does not come back at the same moment.
 * @param {number} attempt
 * @param {() => number} [random]
 * @returns {number} milliseconds
 */
export function backoff(attempt, random = Math.random) {
  const ceiling = Math.min(30_000, 1000 * 2 ** Math.min(attempt, 10));
  return 300 + random() * ceiling;
}
