import { sayReason, titleOf, verbOf } from './board-model.js';
import { byId, el, figure } from './dom.js';

/**
 * @typedef {import('./board-model.js').Kind} Kind
 * @typedef {import('./board-model.js').Thing} Thing
 * @typedef {import('./board-model.js').Transition} Transition
 * @typedef {{ name: string, label: string, type: 'number' | 'text', required?: boolean, value?: number, max?: number, min?: number }} Field
 */

const why = (required = false) => /** @type {Field} */ ({ name: 'reason', label: 'Reason', type: 'text', required });

/** What an action can be told beside. @param {Kind} kind @param {string} event @param {Thing} thing @returns {Field[]} */
export function fieldsOf(kind, event, thing) {
  if (kind === 'work_order') return event === 'cancel' ? [why(true)] : [why()];
  const left = thing.quantity - thing.shipped_quantity;
  const way = thing.shipped_quantity - thing.received_quantity - thing.lost_quantity;
  switch (event) {
    case 'ship':
      return [{ name: 'quantity', label: 'Pieces', type: 'number', value: left, min: 1, max: left }];
    case 'receive':
      return [
        { name: 'quantity', label: 'Arrived', type: 'number', value: way, min: 0, max: way },
        { name: 'lost_quantity', label: 'Lost', type: 'number', value: 0, min: 0, max: way },
        why(),
      ];
    case 'short_close':
      return [why(true)];
    default:
      return [why()];
  }
}

/** What is known of a thing, in words. @param {Kind} kind @param {Thing} thing @returns {[string, string][]} */
function factsOf(kind, thing) {
  /** @type {[string, any][]} */
  const facts =
    kind === 'card'
      ? [
          ['Asked for', `${figure(thing.quantity)} pcs of ${thing.sku}`],
          ['Shipped', figure(thing.shipped_quantity)],
          ['Received', figure(thing.received_quantity)],
          ['Lost', thing.lost_quantity > 0 ? figure(thing.lost_quantity) : null],
          ['From', thing.from_location_code],
          ['To', thing.to_location_code],
          ['Needed by', thing.needed_by],
          ['Priority', thing.priority],
          ['Note', thing.reason],
        ]
      : [
          ['Order', `${thing.order_number}, operation ${thing.operation_no}`],
          ['Product', `${thing.sku} ${thing.product_name}`],
          ['Work centre', thing.work_centre_code],
          ['Good', `${figure(thing.good_quantity)} of ${figure(thing.planned_quantity)}`],
          ['Came in', thing.input_quantity == null ? null : figure(thing.input_quantity)],
          ['Rejected', thing.rejected_quantity > 0 ? figure(thing.rejected_quantity) : null],
          ['To do again', thing.rework_quantity > 0 ? figure(thing.rework_quantity) : null],
          ['Lost', thing.lost_quantity > 0 ? figure(thing.lost_quantity) : null],
          ['Planned', [thing.planned_start, thing.planned_finish].filter(Boolean).map(moment).join(' to ')],
          ['Priority', thing.priority],
        ];
  return facts
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => [name, String(value)]);
}

/** @param {string} at */
function moment(at) {
  return new Date(at).toLocaleString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

/**
 * Shows what may be done with a thing and, if not, why not.
 * @param {Kind} kind
 * @param {Thing} thing
 * @param {readonly Transition[]} transitions
 * @param {{ act(transition: Transition, body: object): void, focusEvent?: string }} options `focusEvent`: the action that somebody is about to do
 */
export function openDialog(kind, thing, transitions, { act, focusEvent }) {
  const dialog = /** @type {HTMLDialogElement} */ (byId('dialog'));
  const close = el(
    'button',
    { type: 'button', class: 'dismiss', 'aria-label': 'Close', onclick: () => dialog.close() },
    '×',
  );
  const facts = factsOf(kind, thing).map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)));
  const possible = transitions.filter(({ allowed }) => allowed);
  const refused = transitions.filter(({ allowed }) => !allowed);
  const content = [
    el(
      'header',
      {},
      el(
        'div',
        {},
        el('p', { class: 'number' }, `${thing.number} · ${titleOf(kind, thing.state)}`),
        el(
          'h2',
          { id: 'dialog-title' },
          kind === 'card' ? thing.product_name : `${thing.name} · ${thing.product_name}`,
        ),
      ),
      close,
    ),
    el('dl', { class: 'facts-list' }, ...facts),
    el('h3', {}, 'What can be done now'),
    possible.length > 0
      ? el(
          'ul',
          { class: 'actions' },
          ...possible.map((transition) =>
            actionOf(kind, thing, transition, (body) => (dialog.close(), act(transition, body))),
          ),
        )
      : el('p', { class: 'none' }, 'Nothing: everything below says why.'),
    refused.length > 0 && el('h3', {}, 'Not now'),
    refused.length > 0 && el('ul', { class: 'refused' }, ...refused.map((transition) => refusedOf(kind, transition))),
  ].filter((part) => part !== false);
  dialog.replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
  const wanted = focusEvent && dialog.querySelector(`[data-event="${focusEvent}"] :is(input, button)`);
  /** @type {HTMLElement} */ (wanted || dialog.querySelector('.actions button') || close).focus();
}

/** @param {Kind} kind @param {Thing} thing @param {Transition} transition @param {(body: object) => void} send */
function actionOf(kind, thing, transition, send) {
  const fields = fieldsOf(kind, transition.event, thing);
  const inputs = fields.map(({ name, label, type, required, value, min, max }) =>
    el(
      'label',
      { class: type === 'number' ? 'short' : '' },
      el('span', {}, required ? `${label} (needed)` : label),
      el('input', {
        name,
        type,
        required,
        value,
        min,
        max,
        maxlength: type === 'text' ? 2000 : null,
        inputmode: type === 'number' ? 'numeric' : null,
      }),
    ),
  );
  const form = el(
    'form',
    {
      class: 'action',
      onsubmit: (/** @type {SubmitEvent} */ event) => (event.preventDefault(), send(bodyOf(form, fields))),
    },
    el(
      'button',
      {
        type: 'submit',
        class: transition.to === 'cancelled' || transition.to === 'rejected' ? 'quiet danger' : 'primary',
      },
      verbOf(kind, transition.event),
    ),
    ...inputs,
  );
  return el('li', { 'data-event': transition.event }, form);
}

/** @param {HTMLFormElement} form @param {readonly Field[]} fields */
function bodyOf(form, fields) {
  /** @type {Record<string, string | number>} */
  const body = {};
  for (const { name, type } of fields) {
    const { value } = /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
    if (value.trim() !== '') body[name] = type === 'number' ? Number(value) : value.trim();
  }
  return body;
}

/** @param {Kind} kind @param {Transition} transition */
function refusedOf(kind, { event, reasons }) {
  return el(
    'li',
    { 'data-event': event },
    el('b', {}, verbOf(kind, event)),
    ...reasons.map((reason) => el('span', {}, sayReason(kind, reason))),
  );
}
