import { ApiError } from './api.js';
import { backoff, readEvents } from './sse.js';

/** The server sends a keep-alive every 15 to 25 s; twice that without a byte means a dead line. */
const SILENCE_MS = 60_000;

/**
 * Keeps an event stream open until stopped: reconnects with back-off and jitter, at once when the
 * browser comes back online, and resumes after the last event seen.
 * @param {object} options
 * @param {(signal: AbortSignal) => Promise<Response>} options.connect
 * @param {(event: import('./sse.js').StreamEvent) => void} options.onEvent
 * @param {(up: boolean) => void} options.onState
 * @param {(error: ApiError) => void} options.onGone the conversation is no longer there; the stream has stopped
 * @returns {{stop: () => void}}
 */
export function keepStream({ connect, onEvent, onState, onGone }) {
  const ended = new AbortController();
  let attempt = 0;
  /** @type {() => void} */
  let wake = () => {};

  async function once() {
    const response = await connect(ended.signal);
    onState(true);
    const opened = Date.now();
    try {
      await readEvents(response, { onEvent, silenceMs: SILENCE_MS });
    } finally {
      if (Date.now() - opened > 5000) attempt = 0; // a line that held counts as good
    }
  }

  async function run() {
    while (!ended.signal.aborted) {
      let least = 0;
      try {
        await once();
      } catch (error) {
        if (ended.signal.aborted) return;
        if (error instanceof ApiError && error.gone) return onGone(error);
        if (error instanceof ApiError && error.retryAfter) least = error.retryAfter * 1000;
      }
      if (ended.signal.aborted) return;
      onState(false);
      await pause(Math.max(least, backoff(attempt++)));
    }
  }

  /** @param {number} ms */
  const pause = (ms) =>
    /** @type {Promise<void>} */ (new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => { clearTimeout(timer); resolve(); };
    }));

  const onOnline = () => wake();
  window.addEventListener('online', onOnline);
  void run();
  return {
    stop() {
      ended.abort();
      window.removeEventListener('online', onOnline);
      wake();
    },
  };
}
