/**
 * What is on the board: request cards and work orders, by id, and the columns they stand in. No document and no network here, so that it can
 * be tested by itself.
 *
 * @typedef {'card' | 'work_order'} Kind
 * @typedef {Record<string, any> & { id: string, number: string, state: string, version: number }} Thing
 * @typedef {{ state: string, title: string, hint: string }} Column
 * @typedef {{ event: string, to: string, permission: string, allowed: boolean, reasons: { code: string, message: string }[] }} Transition
 */

/** @type {Readonly<Record<Kind, { title: string, path: string, columns: readonly Column[], last: string, idField: string }>>} */
export const KINDS = {
  work_order: {
    title: 'Work orders',
    path: 'ppic/work-orders',
    idField: 'work_order_id',
    last: 'completed',
    columns: [
      { state: 'pending', title: 'Pending', hint: 'Waits for material, the operation before or a gate' },
      { state: 'ready', title: 'Ready', hint: 'Everything is here' },
      { state: 'in_progress', title: 'In progress', hint: 'Being worked on' },
      { state: 'paused', title: 'Paused', hint: 'Stopped for a reason' },
      { state: 'completed', title: 'Completed', hint: 'The latest that were finished' },
    ],
  },
  card: {
    title: 'Material requests',
    path: 'ppic/kanban/cards',
    idField: 'card_id',
    last: 'completed',
    columns: [
      { state: 'pending', title: 'Requested', hint: 'Waits for an approval' },
      { state: 'approved', title: 'Approved', hint: 'To be shipped' },
      { state: 'in_progress', title: 'On its way', hint: 'Shipped, not all received' },
      { state: 'completed', title: 'Received', hint: 'The latest that arrived' },
    ],
  },
};

/** Finished things that a board shows. */
export const SHOWN_FINISHED = 20;

const PRIORITIES = ['low', 'normal', 'high', 'urgent'];
const ENDED = ['completed', 'rejected', 'cancelled'];

/** What an action does, in the words of a button. @type {Readonly<Record<Kind, Record<string, string>>>} */
const VERBS = {
  card: {
    approve: 'Approve',
    reject: 'Reject',
    cancel: 'Take back',
    ship: 'Ship',
    receive: 'Receive',
    short_close: 'End with less',
  },
  work_order: {
    ready: 'Mark as ready',
    start: 'Start',
    pause: 'Pause',
    resume: 'Resume',
    complete: 'Complete',
    cancel: 'Leave out',
  },
};

/** @param {Kind} kind @param {string} event */
export function verbOf(kind, event) {
  return VERBS[kind][event] ?? event.replaceAll('_', ' ');
}

/** @param {Kind} kind @param {string} state the title of its column, or the state itself where it has none */
export function titleOf(kind, state) {
  return KINDS[kind].columns.find((column) => column.state === state)?.title ?? state.replaceAll('_', ' ');
}

/**
 * The action that leads to a column: one that is allowed, else the one that is refused for the least, so that its reasons are the ones that
 * matter. Null when nothing leads there. Of two that are as good the first is taken: cards are received, not ended with less.
 * @param {readonly Transition[]} transitions
 * @param {string} state
 * @returns {Transition | null}
 */
export function actionTo(transitions, state) {
  const wrongState = (/** @type {Transition} */ { reasons }) =>
    reasons.some(({ code }) => code === 'INVALID_STATE') ? 1 : 0;
  const found = transitions
    .filter(({ to }) => to === state)
    .sort((a, b) => wrongState(a) - wrongState(b) || Number(b.allowed) - Number(a.allowed));
  return found[0] ?? null;
}

/** Why a thing cannot go to a column. @param {Kind} kind @param {Thing} thing @param {string} state @param {Transition | null} action */
export function whyNot(kind, thing, state, action) {
  if (action?.allowed) return [];
  const nowhere = `Nothing leads from ${titleOf(kind, thing.state)} to ${titleOf(kind, state)}.`;
  if (!action) return [nowhere];
  const reasons = action.reasons.map(({ code, message }) => (code === 'INVALID_STATE' ? nowhere : sentence(message)));
  return [...new Set(reasons)];
}

/** A reason against an action in words of the board. @param {Kind} kind @param {{ code: string, message: string }} reason */
export function sayReason(kind, { code, message }) {
  const needed = code === 'INVALID_STATE' ? / needs (.+)$/.exec(message)?.[1] : undefined;
  if (needed === undefined) return sentence(message);
  const titles = needed.split(' or ').map((state) => `“${titleOf(kind, state)}”`);
  return `Only from ${titles.join(' or ')}.`;
}

/** @param {string} text */
export function sentence(text) {
  const trimmed = text.trim();
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}

/** The day a thing is due, as `YYYY-MM-DD` of this place, or null. @param {Kind} kind @param {Thing} thing @returns {string | null} */
export function dueDay(kind, thing) {
  if (kind === 'card') return thing.needed_by ?? null;
  return thing.planned_finish ? dayOf(new Date(thing.planned_finish)) : null;
}

/** @param {Date} date */
export function dayOf(date) {
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** Whether a thing is past its time and not over. @param {Kind} kind @param {Thing} thing @param {Date} now */
export function isLate(kind, thing, now) {
  if (ENDED.includes(thing.state)) return false;
  if (kind === 'work_order') return thing.planned_finish != null && new Date(thing.planned_finish) < now;
  return thing.needed_by != null && thing.needed_by < dayOf(now);
}

/** @param {Thing} thing */
export function isUrgent(thing) {
  return thing.priority === 'urgent' && !ENDED.includes(thing.state);
}

/** The order within a column: as `GET /ppic/kanban/cards/all` has it; what is over with the latest first. @param {Kind} kind @returns {(a: Thing, b: Thing) => number} */
export function byUrgency(kind) {
  const rank = (/** @type {Thing} */ { priority }) => PRIORITIES.indexOf(priority ?? 'normal');
  const due = (/** @type {Thing} */ thing) => (kind === 'card' ? thing.needed_by : thing.planned_finish) ?? '9999';
  return (a, b) => {
    if (ENDED.includes(a.state)) return compare(b.updated_at ?? '', a.updated_at ?? '') || compare(b.id, a.id);
    return rank(b) - rank(a) || compare(due(a), due(b)) || compare(a.id, b.id);
  };
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whether a thing holds every word that somebody looks for. @param {Thing} thing @param {string} text */
export function matches(thing, text) {
  const all = [
    thing.number,
    thing.sku,
    thing.product_name,
    thing.order_number,
    thing.name,
    thing.work_centre_code,
    thing.reason,
  ]
    .join(' ')
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** The things of one kind on a board, kept up with what the stream tells. */
export class BoardModel {
  /** @param {Kind} kind @param {string | null} departmentId null: of all departments */
  constructor(kind, departmentId) {
    this.kind = kind;
    this.departmentId = departmentId;
    /** @type {Map<string, Thing>} */
    this.things = new Map();
    /** What was told since the last reading of the board began, also of what is gone by now. @type {Map<string, Thing>} */
    this.news = new Map();
  }

  /** To be called before the board is read: what is told from now on counts beside what the reading gives. */
  expect() {
    this.news = new Map();
  }

  /** What a reading of the board gave. Of a thing that was told of meanwhile the later version counts. @param {readonly Thing[]} things */
  fill(things) {
    const found = new Map(things.map((thing) => [thing.id, thing]));
    for (const [id, told] of this.news) {
      const read = found.get(id);
      if (!read || told.version > read.version) found.set(id, { ...read, ...told });
    }
    this.things = new Map([...found].filter(([, thing]) => this.columnOf(thing) !== null));
  }

  /**
   * Takes a thing as it is now.
   * @param {Partial<Thing>} news with its id or, from the stream, the field that stands for it
   * @returns {{ thing: Thing, from: string | null, to: string | null } | null} where it was and is, null for no column; null when it is old news
   */
  put(news) {
    const { [KINDS[this.kind].idField]: streamed, change: _change, ...fields } = /** @type {Thing} */ (news);
    const id = fields.id ?? streamed;
    const known = this.things.get(id);
    if (known && (fields.version ?? 0) < known.version) return null;
    const thing = /** @type {Thing} */ ({ updated_at: new Date().toISOString(), ...known, ...fields, id });
    if (known && known.state !== thing.state && streamed) thing.updated_at = new Date().toISOString();
    const from = known ? this.columnOf(known) : null;
    const to = this.columnOf(thing);
    this.news.set(id, thing);
    if (to === null) this.things.delete(id);
    else this.things.set(id, thing);
    return { thing, from, to };
  }

  /** The column a thing stands in here; null: it is over in another way, or of another department. @param {Thing} thing */
  columnOf(thing) {
    if (this.departmentId !== null && thing.department_id !== this.departmentId) return null;
    return KINDS[this.kind].columns.some(({ state }) => state === thing.state) ? thing.state : null;
  }

  /** The things of a column in their order. @param {string} state @returns {Thing[]} */
  column(state) {
    const found = [...this.things.values()].filter((thing) => thing.state === state).sort(byUrgency(this.kind));
    return state === KINDS[this.kind].last ? found.slice(0, SHOWN_FINISHED) : found;
  }
}
