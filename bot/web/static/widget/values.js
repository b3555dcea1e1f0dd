/** Small pure helpers for values that come from outside. */

/**
 * The value of a JSON text, or null when it is none.
 * @param {string} text
 * @returns {any}
 */
export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * A random id; `randomUUID` is missing on plain http other than localhost.
 * @returns {string}
 */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The length the server counts: characters, so that an emoji is one.
 * @param {string} text
 * @returns {number}
 */
export function characters(text) {
  return Array.from(text).length;
}

/**
 * The URL if it is an absolute web address, else null: no `javascript:` can come through.
 * @param {string|null|undefined} url
 * @returns {string|null}
 */
export function webUrl(url) {
  try {
    const parsed = new URL(url ?? '');
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
  } catch {
    return null;
  }
}

/**
 * A tel: link, or null when the number holds no digit.
 * @param {string|null|undefined} number
 * @returns {string|null}
 */
export function telUrl(number) {
  const digits = dialable(number);
  return digits && `tel:${digits}`;
}

/**
 * An sms: link in the form that both iOS and Android read.
 * @param {{to: string, body?: string|null}|null|undefined} line
 * @returns {string|null}
 */
export function smsUrl(line) {
  const digits = dialable(line?.to);
  if (!digits) return null;
  return line?.body ? `sms:${digits}?&body=${encodeURIComponent(line.body)}` : `sms:${digits}`;
}

/** @param {string|null|undefined} number */
function dialable(number) {
  return String(number ?? '').replace(/[^\d+*#]/g, '').replace(/#/g, '%23') || null;
}

/**
 * A date such as "3 March 2026", the same in every time zone; null when it cannot be read.
 * @param {string|null|undefined} isoDate
 * @param {string} [locale]
 * @returns {string|null}
 */
export function longDate(isoDate, locale = document.documentElement.lang || 'en') {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(isoDate ?? '');
  if (!match) return null;
  const date = new Date(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])));
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
