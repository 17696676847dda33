import { dayOf, dueDay, isLate, isUrgent, titleOf } from './board-model.js';
import { dayText, el, figure } from './dom.js';

/** @typedef {import('./board-model.js').Kind} Kind @typedef {import('./board-model.js').Thing} Thing */

/**
 * A card or a work order on the board. Made once; `update` writes what has changed.
 */
export class CardView {
  /** @param {Kind} kind @param {Thing} thing @param {{ onOpen(id: string): void, onDismiss(id: string): void }} handlers */
  constructor(kind, thing, { onOpen, onDismiss }) {
    this.kind = kind;
    this.thing = thing;
    this.parts = {
      number: el('span', { class: 'number', id: `n-${thing.id}` }),
      tags: el('span', { class: 'tags' }),
      what: el('p', { class: 'what', id: `w-${thing.id}` }),
      where: el('p', { class: 'where' }),
      quantity: el('span', { class: 'quantity' }),
      marks: el('span', { class: 'tags' }),
      due: el('span', { class: 'due' }),
      progress: el('div', { class: 'progress', 'aria-hidden': 'true' }),
    };
    const { number, tags, what, where, quantity, marks, due, progress } = this.parts;
    this.grip = el('span', { class: 'grip', 'aria-hidden': 'true', title: 'Drag' });
    this.move = el(
      'button',
      { type: 'button', class: 'move', tabindex: '-1', onclick: () => onOpen(thing.id) },
      'Move…',
    );
    this.body = el(
      'article',
      {
        class: 'card',
        tabindex: '-1',
        'data-id': thing.id,
        'data-kind': kind,
        'aria-labelledby': `n-${thing.id} w-${thing.id}`,
        'aria-describedby': `d-${thing.id}`,
      },
      el('div', { class: 'top' }, number, tags, this.grip),
      what,
      where,
      el('div', { class: 'facts', id: `d-${thing.id}` }, quantity, marks, due),
      progress,
      this.move,
    );
    this.reasons = el('ul');
    this.why = el(
      'div',
      { class: 'why', role: 'alert', hidden: true },
      el('strong', {}, 'Not moved'),
      this.reasons,
      el(
        'button',
        { type: 'button', class: 'dismiss', 'aria-label': 'Dismiss', onclick: () => onDismiss(thing.id) },
        '×',
      ),
    );
    this.element = el('li', { class: 'item', 'data-id': thing.id }, this.body, this.why);
    this.update(thing);
  }

  /** @param {Thing} thing */
  update(thing) {
    this.thing = thing;
    const now = new Date();
    const late = isLate(this.kind, thing, now);
    const due = dueDay(this.kind, thing);
    const { number, tags, what, where, quantity, due: dueElement } = this.parts;
    this.body.dataset.priority = thing.priority ?? 'normal';
    this.body.classList.toggle('late', late);
    this.body.classList.toggle('over', thing.state === 'completed');
    number.textContent = thing.number;
    showTags(tags, tagsOf(thing));
    showTags(this.parts.marks, marksOf(thing));
    if (this.kind === 'card') {
      what.textContent = thing.product_name;
      where.textContent = [thing.sku, this.showsDepartment ? thing.department_code : null].filter(Boolean).join(' · ');
      quantity.replaceChildren(el('b', {}, figure(thing.quantity)), ' pcs');
    } else {
      what.textContent = `${capitalised(thing.name)} · ${thing.product_name}`;
      where.textContent = [
        thing.work_centre_code,
        thing.order_number,
        this.showsDepartment ? thing.department_code : null,
      ]
        .filter(Boolean)
        .join(' · ');
      quantity.replaceChildren(el('b', {}, figure(thing.good_quantity)), ` of ${figure(thing.planned_quantity)}`);
    }
    dueElement.hidden = due === null || thing.state === 'completed';
    if (due !== null) {
      const today = dayOf(now);
      dueElement.textContent = late && due === today ? 'late today' : dayText(due, today);
      dueElement.classList.toggle('is-late', late);
      dueElement.classList.toggle('is-today', !late && due === today);
    }
    this.showProgress(thing);
  }

  /** What is done of it, in parts of the whole. @param {Thing} thing */
  showProgress(thing) {
    const parts =
      this.kind === 'card'
        ? [
            ['good', thing.received_quantity],
            ['bad', thing.lost_quantity],
            ['way', thing.shipped_quantity - thing.received_quantity - thing.lost_quantity],
          ]
        : [
            ['good', thing.good_quantity],
            ['rework', thing.rework_quantity],
            ['bad', thing.rejected_quantity + thing.lost_quantity],
          ];
    const whole = Math.max(this.kind === 'card' ? thing.quantity : thing.planned_quantity, 1);
    const begun = parts.filter(([, value]) => Number(value) > 0);
    this.parts.progress.hidden = begun.length === 0;
    this.parts.progress.replaceChildren(
      ...begun.map(([name, value]) => {
        const part = el('span', { class: String(name) });
        part.style.width = `${Math.min(100, (Number(value) / whole) * 100)}%`;
        return part;
      }),
    );
  }

  /** @type {boolean} */
  get showsDepartment() {
    return document.body.dataset.department === 'all';
  }

  /** Says at the card why it was not moved. @param {readonly string[]} reasons none: takes the note away */
  explain(reasons) {
    this.reasons.replaceChildren(...reasons.map((reason) => el('li', {}, reason)));
    this.why.hidden = reasons.length === 0;
  }

  /** @param {boolean} busy */
  busy(busy) {
    this.body.classList.toggle('busy', busy);
    this.body.setAttribute('aria-busy', String(busy));
  }

  /** Shows for a moment that it has just come here. */
  arrived() {
    this.body.classList.remove('arrived');
    requestAnimationFrame(() => this.body.classList.add('arrived'));
  }

  /** What a screen reader is told of it. */
  get spoken() {
    return `${this.thing.number} is ${titleOf(this.kind, this.thing.state)}`;
  }
}

/** Operations are written in capitals by many: `SEWING` reads better as `Sewing`. @param {string} text */
function capitalised(text) {
  return text === text.toUpperCase() ? text.charAt(0) + text.slice(1).toLowerCase() : text;
}

/** How pressing it is, and where it is made. @param {Thing} thing @returns {[string, string][]} */
function tagsOf(thing) {
  /** @type {[string, string][]} */
  const tags = [];
  if (isUrgent(thing)) tags.push(['urgent', 'Urgent']);
  else if (thing.priority === 'high' && thing.state !== 'completed') tags.push(['high', 'High']);
  if (thing.kind === 'subcontract') tags.push(['outside', 'Outside']);
  return tags;
}

/** What went wrong on the way. @param {Thing} thing @returns {[string, string][]} */
function marksOf(thing) {
  /** @type {[string, string, number][]} */
  const marks = [
    ['rework', 'Rework', thing.rework_quantity],
    ['bad', 'Rejected', thing.rejected_quantity],
    ['bad', 'Lost', thing.lost_quantity],
  ];
  return marks.filter(([, , count]) => count > 0).map(([name, text, count]) => [name, `${text} ${figure(count)}`]);
}

/** @param {HTMLElement} element @param {[string, string][]} tags */
function showTags(element, tags) {
  element.replaceChildren(...tags.map(([name, text]) => el('span', { class: `tag ${name}` }, text)));
}
