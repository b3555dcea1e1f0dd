/** @typedef {import('./types.js').Credentials} Credentials */

/**
 * Keeps the conversation's id and token for this tab, and nothing else: no message text is ever
 * stored. Where the browser forbids storage it remembers for as long as the page lives.
 * @param {string} name tells apart conversations that share an origin
 */
export function createSession(name) {
  const key = `chat.${name}`;
  /** @type {Credentials|null} */
  let memory = null;

  return {
    /** @returns {Credentials|null} */
    load() {
      try {
        const saved = JSON.parse(sessionStorage.getItem(key) ?? 'null');
        return saved?.id && saved?.token ? { id: String(saved.id), token: String(saved.token) } : memory;
      } catch {
        return memory;
      }
    },
    /** @param {Credentials} who */
    save(who) {
      memory = who;
      try {
        sessionStorage.setItem(key, JSON.stringify({ id: who.id, token: who.token }));
      } catch { /* storage is blocked: memory has it */ }
    },
    clear() {
      memory = null;
      try {
        sessionStorage.removeItem(key);
      } catch { /* nothing was stored */ }
    },
  };
}

/** @typedef {ReturnType<typeof createSession>} Session */
