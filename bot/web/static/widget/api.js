/** @typedef {import('./types.js').Credentials} Credentials */
/** @typedef {import('./types.js').Reply} Reply */
/** @typedef {import('./types.js').Started} Started */

/** An answer of the server that is not a success. `status` 0 means no answer came at all. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} message
   * @param {number} [retryAfter] seconds, when the server named a wait
   */
  constructor(status, code, message, retryAfter) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The conversation or its token is no longer known. */
  get gone() {
    return this.status === 401 || this.status === 404;
  }

  /** Sending the same thing again later may work. */
  get retriable() {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

/**
 * A client of the chat API. Every call either gives what the contract promises or rejects with an
 * ApiError; nothing is stored and no message text ever goes into a URL.
 * @param {{apiUrl?: string|URL, startUrl?: string|URL, timeoutMs?: number}} [options]
 *   `startUrl` is where a conversation begins, if not at the API itself (the SMS simulator)
 */
export function createClient(options = {}) {
  const apiUrl = new URL(options.apiUrl ?? '../../api/v1/', import.meta.url);
  const startUrl = new URL(options.startUrl ?? 'conversations', apiUrl);
  const timeoutMs = options.timeoutMs ?? 15_000;

  /** @param {Credentials} who @param {string} tail */
  const at = (who, tail) => new URL(`conversations/${encodeURIComponent(who.id)}/${tail}`, apiUrl);

  return {
    /**
     * Begins a conversation; the answer holds the greeting.
     * @param {{locale?: string, clinic?: string}} body
     * @returns {Promise<Started>}
     */
    start: async (body) => checkStarted(await requestJson(startUrl, { method: 'POST', body, timeoutMs })),

    /**
     * Hands one message over. Safe to repeat with the same `clientId`.
     * @param {Credentials} who
     * @param {string} clientId
     * @param {string} text
     * @returns {Promise<unknown>}
     */
    send: (who, clientId, text) =>
      requestJson(at(who, 'messages'), {
        method: 'POST', who, timeoutMs, body: { client_message_id: clientId, text },
      }),

    /**
     * Says of an answer whether it helped. Said again, the last word counts.
     * @param {Credentials} who
     * @param {string} messageId
     * @param {boolean} helpful
     * @returns {Promise<unknown>}
     */
    rate: (who, messageId, helpful) =>
      requestJson(at(who, `messages/${encodeURIComponent(messageId)}/feedback`), {
        method: 'PUT', who, timeoutMs, body: { helpful },
      }),

    /**
     * The messages after `seq`, oldest first.
     * @param {Credentials} who
     * @param {number} seq
     * @returns {Promise<Reply[]>}
     */
    history: async (who, seq) => {
      const answer = await requestJson(at(who, `messages?after=${seq}`), { who, timeoutMs });
      return Array.isArray(answer?.messages) ? answer.messages : [];
    },

    /**
     * Opens the event stream from after `lastId`. The response body is still to be read.
     * @param {Credentials} who
     * @param {number} lastId
     * @param {AbortSignal} signal
     * @returns {Promise<Response>}
     */
    events: (who, lastId, signal) =>
      request(at(who, 'events'), {
        signal,
        headers: { Accept: 'text/event-stream', 'Last-Event-ID': String(lastId), ...bearer(who) },
      }),
  };
}

/** @typedef {ReturnType<typeof createClient>} Client */

/** @param {Credentials} who */
const bearer = (who) => ({ Authorization: `Bearer ${who.token}` });

/**
 * @param {URL} url
 * @param {{method?: string, who?: Credentials, body?: object, timeoutMs: number}} options
 */
async function requestJson(url, { method = 'GET', who, body, timeoutMs }) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), timeoutMs);
  try {
    const response = await request(url, {
      method,
      signal: stop.signal,
      headers: {
        Accept: 'application/json',
        ...(body ? { 'Content-Type': 'application/json' } : {}),
        ...(who ? bearer(who) : {}),
      },
      body: body ? JSON.stringify(body) : undefined,
    });
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError(0, 'network', String(error));
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {URL} url
 * @param {RequestInit} init
 * @returns {Promise<Response>} a success; anything else is thrown as an ApiError
 */
async function request(url, init) {
  /** @type {Response} */
  let response;
  try {
    response = await fetch(url, { cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer', ...init });
  } catch (error) {
    throw new ApiError(0, 'network', String(error));
  }
  if (response.ok) return response;
  const detail = (await response.json().catch(() => null))?.error;
  const wait = Number(response.headers.get('Retry-After'));
  throw new ApiError(response.status, String(detail?.code ?? 'error'), String(detail?.message ?? ''),
    Number.isFinite(wait) && wait > 0 ? wait : undefined);
}

/**
 * @param {any} answer
 * @returns {Started}
 */
function checkStarted(answer) {
  if (answer?.conversation_id && answer?.token) return answer;
  throw new ApiError(0, 'bad_answer', 'the answer holds no conversation');
}
