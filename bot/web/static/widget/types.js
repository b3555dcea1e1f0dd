/**
 * The shapes of the HTTP contract, for JSDoc only. Nothing imports this file when the page runs.
 *
 * @typedef {{id: string, revision: string|number, topics?: string[], title: string, reviewed_on?: string|null}} Snippet
 * @typedef {{title: string, publisher?: string|null, year?: number|string|null, url?: string|null}} Citation
 * @typedef {{label: string, value: string, topics?: string[]}} Choice
 * @typedef {{to: string, body?: string|null}} TextLine
 * @typedef {{name: string, call?: string|null, text?: TextLine|null, chat?: string|null, note?: string|null}} Resource
 * @typedef {{tier: string, resources?: Resource[]}} Safety
 *
 * @typedef {object} Reply
 * @property {string} id
 * @property {number} [seq]
 * @property {'participant'|'assistant'|'staff'|'system'} author
 * @property {string} [kind]
 * @property {string} text
 * @property {Snippet[]} [snippets]
 * @property {Citation[]} [citations]
 * @property {Choice[]} [choices]
 * @property {{class: string}|null} [decline]
 * @property {Safety|null} [safety]
 * @property {string} [created_at]
 * @property {number} [segments] SMS only: how many segments the text takes
 *
 * @typedef {{id: string, token: string}} Credentials
 * @typedef {{conversation_id: string, token: string, messages?: Reply[]}} Started
 *
 * @typedef {'sending'|'sent'|'failed'|'rejected'} DeliveryState failed may be tried again; rejected must be changed first
 * @typedef {object} Outgoing a message of the visitor on its way
 * @property {string} clientId the id that makes sending it twice harmless
 * @property {string} text what the server receives
 * @property {string} label what the visitor sees
 * @property {DeliveryState} state
 * @property {string} [problem] why it was not sent, in words for the visitor
 */
/**
 * What a conversation tells the page. Each message is told once.
 * @typedef {object} Listener
 * @property {(messages: Reply[]) => void} onStart a new conversation, with its greeting
 * @property {(messages: Reply[]) => void} onRestore an old one, with all its messages
 * @property {(reply: Reply) => void} onReply
 * @property {(on: boolean) => void} onTyping
 * @property {(message: Outgoing) => void} onDelivery the state of a message changed
 * @property {(up: boolean) => void} onConnection the event stream is up or down
 * @property {() => void} onGone the server no longer knows the conversation
 * @property {() => void} onUnreachable the conversation could not be opened
 */

export {};
