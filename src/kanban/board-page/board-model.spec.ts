import { REQUEST_CARD } from '../cards/request-card.machine.js';
import { WORK_ORDER } from '../../ppic/work-orders/work-order.machine.js';

/** The page's own module, as the browser loads it. */
const page = jest.requireActual<any>('./page/board-model.js');
const { BoardModel, KINDS, actionTo, byUrgency, dueDay, isLate, isUrgent, matches, sayReason, verbOf, whyNot } = page;

const now = new Date(2026, 1, 14, 12);
const transition = (event: string, to: string, ...reasons: string[]) => ({
  event,
  to,
  permission: 'x',
  allowed: reasons.length === 0,
  reasons: reasons.map((code) => ({ code, message: `Because of ${code}` })),
});

it('has a column for each state that a board shows, and a word for each event of the machines', () => {
  const states = (kind: string): string[] => KINDS[kind].columns.map(({ state }: any) => state);
  const ended = ['rejected', 'cancelled'];
  expect(states('card')).toEqual(REQUEST_CARD.states.filter((state) => !ended.includes(state)));
  expect(states('work_order')).toEqual(WORK_ORDER.states.filter((state) => !ended.includes(state)));
  for (const [kind, machine] of [
    ['card', REQUEST_CARD],
    ['work_order', WORK_ORDER],
  ] as const)
    for (const event of Object.keys(machine.events)) expect(verbOf(kind, event)).toMatch(/^[A-Z]/);
  expect(verbOf('card', 'set_aside')).toBe('set aside');
});

describe('the action that leads to a column', () => {
  it('is the one allowed, else the one refused for the least', () => {
    const start = transition('start', 'in_progress', 'MATERIAL_MISSING');
    const resume = transition('resume', 'in_progress', 'INVALID_STATE', 'FORBIDDEN');
    expect(actionTo([resume, start], 'in_progress')).toBe(start);
    const able = transition('resume', 'in_progress');
    expect(actionTo([start, able], 'in_progress')).toBe(able);
    expect(actionTo([start], 'completed')).toBeNull();
  });

  it('receives a card rather than ending it with less', () => {
    const both = [transition('receive', 'completed'), transition('short_close', 'completed')];
    expect(actionTo(both, 'completed').event).toBe('receive');
  });
});

it('says why not in words of the board', () => {
  const card = { state: 'pending' };
  expect(whyNot('card', card, 'approved', transition('approve', 'approved'))).toEqual([]);
  expect(whyNot('card', card, 'completed', null)).toEqual(['Nothing leads from Requested to Received.']);
  const refused = transition('ship', 'in_progress', 'INVALID_STATE', 'FORBIDDEN', 'FORBIDDEN');
  expect(whyNot('card', card, 'in_progress', refused)).toEqual([
    'Nothing leads from Requested to On its way.',
    'Because of FORBIDDEN.',
  ]);
  const machineSays = { code: 'INVALID_STATE', message: 'It is in_progress; reject needs pending or approved' };
  expect(sayReason('card', machineSays)).toBe('Only from “Requested” or “Approved”.');
  expect(sayReason('card', { code: 'INVALID_STATE', message: 'It is over' })).toBe('It is over.');
  expect(sayReason('card', { code: 'X', message: 'Wait! ' })).toBe('Wait!');
});

describe('what is late', () => {
  it('is a card after its day and a work order after its time, unless it is over', () => {
    expect(isLate('card', { state: 'approved', needed_by: '2026-02-13' }, now)).toBe(true);
    expect(isLate('card', { state: 'approved', needed_by: '2026-02-14' }, now)).toBe(false);
    expect(isLate('card', { state: 'completed', needed_by: '2026-02-13' }, now)).toBe(false);
    expect(isLate('card', { state: 'pending', needed_by: null }, now)).toBe(false);
    const finish = new Date(2026, 1, 14, 11).toISOString();
    expect(isLate('work_order', { state: 'paused', planned_finish: finish }, now)).toBe(true);
    expect(isLate('work_order', { state: 'paused', planned_finish: null }, now)).toBe(false);
    expect(dueDay('work_order', { planned_finish: finish })).toBe('2026-02-14');
    expect(dueDay('work_order', {})).toBeNull();
    expect(dueDay('card', { needed_by: '2026-02-13' })).toBe('2026-02-13');
  });

  it('and what is urgent no longer is when it is over', () => {
    expect(isUrgent({ priority: 'urgent', state: 'pending' })).toBe(true);
    expect(isUrgent({ priority: 'urgent', state: 'rejected' })).toBe(false);
  });
});

it('orders a column as the server does: urgent, then due, then old; what is over by its end', () => {
  const open = [
    { id: '4', state: 'pending', priority: 'low' },
    { id: '3', state: 'pending', priority: 'normal', needed_by: null },
    { id: '2', state: 'pending', priority: 'normal', needed_by: '2026-02-14' },
    { id: '1', state: 'pending', priority: 'urgent', needed_by: '2026-03-01' },
  ];
  expect(open.sort(byUrgency('card')).map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
  const over = [
    { id: '1', state: 'completed', updated_at: '2026-02-01' },
    { id: '2', state: 'completed', updated_at: '2026-02-03' },
  ];
  expect(over.sort(byUrgency('card')).map(({ id }) => id)).toEqual(['2', '1']);
});

it('finds by every word, in number, product, order and place', () => {
  const thing = { number: 'KC-000042', sku: 'FAB-BRN', product_name: 'Plush, brown', order_number: 'MO-7' };
  expect([matches(thing, 'plush 42'), matches(thing, 'mo-7'), matches(thing, 'plush red')]).toEqual([
    true,
    true,
    false,
  ]);
});

describe('the model', () => {
  const card = (id: string, more: object = {}) => ({
    id,
    number: id,
    state: 'pending',
    version: 1,
    department_id: 'sew',
    ...more,
  });
  const states = (model: any): unknown =>
    [...model.things.values()].map(({ id, state }: any) => `${id} ${state}`).sort();

  it('moves a thing by what the stream tells, and takes no old news', () => {
    const model = new BoardModel('card', 'sew');
    model.fill([card('a', { from_location_code: 'STOCK' })]);
    expect(
      model.put({ card_id: 'a', change: 'approved', state: 'approved', version: 2, department_id: 'sew' }),
    ).toMatchObject({
      from: 'pending',
      to: 'approved',
      thing: { from_location_code: 'STOCK', id: 'a' },
    });
    expect(model.put({ card_id: 'a', state: 'pending', version: 1, department_id: 'sew' })).toBeNull();
    expect(model.put({ card_id: 'b', state: 'pending', version: 1, department_id: 'sew' })).toMatchObject({
      from: null,
      to: 'pending',
    });
    expect(model.put({ id: 'a', state: 'rejected', version: 3, department_id: 'sew' })).toMatchObject({
      from: 'approved',
      to: null,
    });
    expect(states(model)).toEqual(['b pending']);
  });

  it('lets go of what went to another department', () => {
    const model = new BoardModel('work_order', 'sew');
    model.fill([card('w')]);
    expect(model.put({ work_order_id: 'w', state: 'pending', version: 2, department_id: 'cut' }).to).toBeNull();
    expect(states(model)).toEqual([]);
    const all = new BoardModel('work_order', null);
    expect(all.put({ work_order_id: 'w', state: 'pending', version: 2, department_id: 'cut' }).to).toBe('pending');
  });

  it('loses nothing that is told while the board is read', () => {
    const model = new BoardModel('card', 'sew');
    model.fill([card('gone'), card('old')]);
    model.expect();
    model.put(card('a', { state: 'approved', version: 3 }));
    model.put(card('new'));
    model.put(card('gone', { state: 'cancelled', version: 2 }));
    model.fill([card('a', { version: 2 }), card('gone'), card('b')]);
    expect(states(model)).toEqual(['a approved', 'b pending', 'new pending']);
  });

  it('shows of what is over only the latest', () => {
    const model = new BoardModel('card', null);
    model.fill(Array.from({ length: 30 }, (_, n) => card(`c${n}`, { state: 'completed', updated_at: String(n) })));
    expect(model.column('completed')).toHaveLength(page.SHOWN_FINISHED);
    expect(model.column('completed')[0].id).toBe('c9');
  });
});
