import { KINDS, isLate, isUrgent, matches } from './board-model.js';
import { CardView } from './card-view.js';
import { arrange, el, figure } from './dom.js';

/**
 * @typedef {import('./board-model.js').Kind} Kind
 * @typedef {import('./board-model.js').Thing} Thing
 * @typedef {import('./board-model.js').BoardModel} BoardModel
 * @typedef {{ text: string, late: boolean, urgent: boolean }} Filter
 * @typedef {{ root: HTMLElement, list: HTMLElement, count: HTMLElement, fill: HTMLElement, verdict: HTMLElement, empty: HTMLElement }} ColumnView
 */

/** One lane of the board: the things of one kind in their columns. */
export class LaneView {
  /** @param {Kind} kind @param {{ onOpen(id: string): void, onDismiss(id: string): void }} handlers */
  constructor(kind, handlers) {
    this.kind = kind;
    this.handlers = handlers;
    /** @type {Map<string, CardView>} */
    this.cards = new Map();
    /** @type {Map<string, ColumnView>} */
    this.columns = new Map();
    /** At most so many cards of a column, and how many of them this person does not see. @type {Map<string, { limit: number | null, unseen: number }>} */
    this.limits = new Map();
    this.note = el('p', { class: 'lane-note', hidden: true });
    const columns = KINDS[kind].columns.map(({ state, title, hint }) => this.makeColumn(state, title, hint));
    this.element = el(
      'section',
      { class: 'lane', 'data-kind': kind, 'aria-labelledby': `lane-${kind}` },
      el('h2', { id: `lane-${kind}` }, KINDS[kind].title),
      this.note,
      el('div', { class: 'columns' }, ...columns),
    );
  }

  /** @param {string} state @param {string} title @param {string} hint */
  makeColumn(state, title, hint) {
    const id = `${this.kind}-${state}`;
    const list = el('ol', { class: 'cards', role: 'list', 'aria-labelledby': id });
    const count = el('span', { class: 'count' });
    const fill = el('span', {});
    const verdict = el('p', { class: 'verdict', 'aria-hidden': 'true' });
    const empty = el('p', { class: 'empty' }, hint);
    const root = el(
      'section',
      { class: 'column', 'data-state': state, 'data-kind': this.kind, 'aria-labelledby': id },
      el(
        'header',
        { title: hint },
        el('h3', { id }, title),
        count,
        el('div', { class: 'fill', 'aria-hidden': 'true' }, fill),
      ),
      verdict,
      list,
      empty,
    );
    this.columns.set(state, { root, list, count, fill, verdict, empty });
    return root;
  }

  /** Says instead of cards why there are none. @param {string} text empty: takes it away */
  say(text) {
    this.note.textContent = text;
    this.note.hidden = text === '';
    this.element.classList.toggle('closed', text !== '');
  }

  /**
   * Shows the model as it is. Cards that stand right are not touched.
   * @param {BoardModel} model @param {Filter} filter
   */
  show(model, filter) {
    for (const id of this.cards.keys()) if (!model.things.has(id)) this.cards.delete(id);
    for (const { state } of KINDS[this.kind].columns) this.showColumn(model, state, filter);
  }

  /** @param {BoardModel} model @param {string} state @param {Filter} filter */
  showColumn(model, state, filter) {
    const column = this.columns.get(state);
    if (!column) return;
    const things = model.column(state);
    const now = new Date();
    const shown = things.filter(
      (thing) =>
        (filter.text === '' || matches(thing, filter.text)) &&
        (!filter.late || isLate(this.kind, thing, now)) &&
        (!filter.urgent || isUrgent(thing)),
    );
    arrange(
      column.list,
      shown.map((thing) => this.viewOf(thing).element),
    );
    column.empty.hidden = shown.length > 0;
    column.empty.textContent =
      things.length > 0
        ? 'None of these match.'
        : (KINDS[this.kind].columns.find((each) => each.state === state)?.hint ?? '');
    this.showCount(column, state, things.length, shown.length);
  }

  /** @param {ColumnView} column @param {string} state @param {number} there @param {number} shown */
  showCount(column, state, there, shown) {
    const { limit = null, unseen = 0 } = this.limits.get(state) ?? {};
    const count = there + unseen;
    const filtered = shown < there ? `${figure(shown)} of ` : '';
    column.count.textContent =
      limit === null ? `${filtered}${figure(count)}` : `${filtered}${figure(count)} / ${figure(limit)}`;
    column.count.setAttribute('aria-label', limit === null ? `${count} here` : `${count} here, at most ${limit}`);
    column.root.classList.toggle('limited', limit !== null);
    column.root.classList.toggle('full', limit !== null && count >= limit);
    column.fill.style.width = limit === null ? '0' : `${Math.min(100, (count / limit) * 100)}%`;
  }

  /** @param {Thing} thing */
  viewOf(thing) {
    let view = this.cards.get(thing.id);
    if (!view) this.cards.set(thing.id, (view = new CardView(this.kind, thing, this.handlers)));
    else if (view.thing !== thing) view.update(thing);
    return view;
  }

  /** Marks where a thing may go while it is dragged. @param {((state: string) => string[] | null) | null} reasonsTo null: takes the marks away; of a column: where it stands */
  judge(reasonsTo) {
    for (const [state, { root, verdict }] of this.columns) {
      const reasons = reasonsTo?.(state);
      root.dataset.drop = !reasons ? '' : reasons.length === 0 ? 'yes' : 'no';
      verdict.textContent = reasons?.join(' ') ?? '';
    }
  }
}

/**
 * Going round the board by keyboard: one card of all is reached by Tab, the arrow keys go from there.
 * @param {HTMLElement} board
 * @param {{ open(id: string): void, shift(id: string, by: 1 | -1): void }} handlers
 */
export function makeNavigable(board, { open, shift }) {
  /** @param {Element | null | undefined} card */
  const go = (card) => {
    if (!(card instanceof HTMLElement)) return;
    for (const each of board.querySelectorAll('.card[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    card.setAttribute('tabindex', '0');
    card.focus();
  };
  board.addEventListener('focusin', (event) => {
    const card = /** @type {HTMLElement} */ (event.target).closest('.card');
    if (!card || card.getAttribute('tabindex') === '0') return;
    for (const each of board.querySelectorAll('.card[tabindex="0"]')) each.setAttribute('tabindex', '-1');
    card.setAttribute('tabindex', '0');
  });
  board.addEventListener('keydown', (event) => {
    const card = /** @type {HTMLElement} */ (event.target);
    if (!card.classList.contains('card')) return;
    const id = card.dataset.id ?? '';
    const item = card.closest('.item');
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.key === 'Enter' || event.key === ' ') open(id);
    else if (step !== 0 && (event.ctrlKey || event.metaKey)) shift(id, step);
    else if (step !== 0) go(beside(card, step));
    else if (event.key === 'ArrowDown') go(item?.nextElementSibling?.querySelector('.card') ?? below(board, card, 1));
    else if (event.key === 'ArrowUp')
      go(item?.previousElementSibling?.querySelector('.card') ?? below(board, card, -1));
    else return;
    event.preventDefault();
  });
}

/** The card at the same height in the next column that has any. @param {HTMLElement} card @param {1 | -1} step */
function beside(card, step) {
  const columns = [...(card.closest('.columns')?.querySelectorAll('.column') ?? [])];
  const index = [...(card.closest('.cards')?.children ?? [])].indexOf(/** @type {Element} */ (card.closest('.item')));
  for (let at = columns.indexOf(/** @type {Element} */ (card.closest('.column'))) + step; columns[at]; at += step) {
    const cards = columns[at]?.querySelectorAll('.card') ?? [];
    if (cards.length > 0) return cards[Math.min(index, cards.length - 1)];
  }
  return null;
}

/** From the end of a column to the other lane. @param {HTMLElement} board @param {HTMLElement} card @param {1 | -1} step */
function below(board, card, step) {
  const lanes = [...board.querySelectorAll('.lane')];
  const next = lanes[lanes.indexOf(/** @type {Element} */ (card.closest('.lane'))) + step];
  return next?.querySelector('.card') ?? null;
}

/** So that Tab reaches the board at all: one card carries it. @param {HTMLElement} board */
export function keepReachable(board) {
  if (!board.querySelector('.card[tabindex="0"]')) board.querySelector('.card')?.setAttribute('tabindex', '0');
}
