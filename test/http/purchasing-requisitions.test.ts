import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCategory, aCompany, aDepartment, aProduct, aSupplier, made, unitId, unique } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import {
  REQUISITIONS,
  REQUISITION_LINES,
  aRequisition,
  anApproved,
  expected,
  following,
  lineOf,
  upTo,
} from '../support/requisitions.js';
import { statementsOf } from '../support/statements.js';

const NOWHERE = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
const ASKS = ['read', 'create', 'update', 'submit', 'answer', 'cancel', 'accept'].map(
  (a) => `purchasing.requisitions.${a}`,
);

let app: TestApp;
let admin: Caller;
let siti: Caller;
let budi: Caller;
let budisId: string;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
  siti = app.as(await app.actor({ permissions: ASKS }));
  const reviewer = await app.actor({ permissions: ['purchasing.requisitions.read', 'purchasing.requisitions.review'] });
  budi = app.as(reviewer);
  budisId = reviewer.id;
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const step = (of: Made, event: string, body: object = {}, who = admin): Promise<Answer> =>
  who.post(`${REQUISITIONS}/${of.id}/${event}`, body);
const lineStep = (line: Made, event: string, body: object = {}, who = budi): Promise<Answer> =>
  who.post(`${REQUISITION_LINES}/${line.id}/${event}`, body);
const errorsOf = ({ body }: Answer): string[] => (body.errors ?? []).map((e: Made) => `${e.pointer} ${e.code}`);
const stateOf = async (id: string): Promise<string> => (await admin.get(`${REQUISITIONS}/${id}`)).body.state;
async function submitted(given: Record<string, unknown> & { lines?: object[] } = {}): Promise<Made> {
  const draft = await aRequisition(app, siti, given);
  return expected(await step(draft, 'submit', {}, siti));
}
const threeLines = async (): Promise<{ lines: object[] }> => {
  const product_id = (await aProduct(app)).id;
  return { lines: [1, 2, 3].map((n) => ({ product_id, quantity: 10 * n })) };
};
const counted = (answers: Answer[]): Record<string, number> =>
  answers.reduce<Record<string, number>>((all, { status }) => ({ ...all, [status]: (all[status] ?? 0) + 1 }), {});
const tomorrow = async (): Promise<string> =>
  (await app.db.query(`select ((now() at time zone 'Asia/Jakarta')::date + 1)::text as day`)).rows[0].day;

it('is asked for, questioned, answered and decided line by line, and is what its lines say', async () => {
  const plush = await aProduct(app);
  const supplier = await aSupplier(app);
  const needed_by = await tomorrow();
  const draft = await aRequisition(app, siti, {
    purpose: 'Spring collection',
    lines: [
      {
        product_id: plush.id,
        quantity: 40,
        description: 'Width 150 cm',
        needed_by,
        is_urgent: true,
        urgency_reason: 'The line stands',
        usage: 'project',
        usage_reference: 'PRJ-7',
        suggested_supplier_id: supplier.id,
        estimated_price: '2.50',
      },
      { product_id: plush.id, quantity: 5, usage: 'cost_centre', usage_reference: 'CC-4711' },
      { product_id: plush.id, quantity: 6 },
      { product_id: plush.id, quantity: 7 },
    ],
  });
  expect(draft).toMatchObject({ state: 'draft', is_urgent: true, needed_by, line_count: 4, open_count: 0 });
  expect(draft.number).toMatch(/^PR-\d+$/);
  expect(draft.lines[0]).toMatchObject({
    estimated_amount: '100.00',
    usage: 'project',
    usage_reference: 'PRJ-7',
    suggested_supplier_code: supplier.code,
    state: 'draft',
    left_to_order: 0,
  });
  expect((await step(draft, 'review', { lines: [{ line_no: 1, decision: 'approve' }] }, budi)).body).toMatchObject({
    error_code: 'INVALID_STATE',
  });
  const asked = expected(await step(draft, 'submit', {}, siti));
  expect(asked).toMatchObject({ state: 'submitted', open_count: 4 });
  expect(asked.submitted_at).not.toBeNull();
  const [one, two, three] = asked.lines;
  const questioned = expected(await lineStep(one, 'question', { text: 'Would 140 cm do?' }));
  expect(questioned).toMatchObject({ state: 'questioned', reviewed_by: null, messages: [{ kind: 'question' }] });
  expect((await lineStep(one, 'approve')).body.error_code).toBe('INVALID_STATE');
  const answered = expected(await lineStep(one, 'answer', { text: 'Only for the ears' }, siti));
  expect(answered).toMatchObject({
    state: 'pending_review',
    message_count: 2,
    messages: [{ text: 'Would 140 cm do?' }, { kind: 'answer', text: 'Only for the ears' }],
  });
  const approved = expected(await lineStep(one, 'approve', { approved_quantity: 30, reason: 'Ten are on stock' }));
  expect(approved).toMatchObject({ state: 'approved', approved_quantity: 30, left_to_order: 30, reviewed_by: budisId });
  expect(expected(await lineStep(two, 'reject', { reason: 'Not this year' }))).toMatchObject({
    state: 'rejected',
    review_reason: 'Not this year',
    approved_quantity: null,
  });
  expect(expected(await lineStep(three, 'mark-unavailable', { reason: 'Not made any more' })).state).toBe(
    'unavailable',
  );
  expect(await stateOf(draft.id)).toBe('submitted');
  const reviewed = expected(await step(draft, 'review', { lines: [{ line_no: 4, decision: 'approve' }] }, budi));
  expect(reviewed).toMatchObject({ state: 'reviewed', open_count: 0 });
  expect(reviewed.lines.map((l: Made) => l.state)).toEqual(['approved', 'rejected', 'unavailable', 'approved']);
  const { body: history } = await admin.get(`${REQUISITION_LINES}/${one.id}/history`);
  expect(history.map((h: Made) => [h.event, h.from_state, h.to_state, h.reason])).toEqual([
    ['submit', 'draft', 'pending_review', null],
    ['question', 'pending_review', 'questioned', 'Would 140 cm do?'],
    ['answer', 'questioned', 'pending_review', 'Only for the ears'],
    ['approve', 'pending_review', 'approved', 'Ten are on stock'],
  ]);
  const { body: ofHead } = await admin.get(`${REQUISITIONS}/${draft.id}/history`);
  expect(ofHead.map((h: Made) => [h.event, h.from_state, h.to_state])).toEqual([
    ['create', null, 'draft'],
    ['submit', 'draft', 'submitted'],
    ['review', 'submitted', 'reviewed'],
  ]);
});

it('tells everything that is wrong at once, when it is drafted and when days have passed meanwhile', async () => {
  const plush = await aProduct(app);
  const service = await aProduct(app, { type: 'service' });
  const answer = await siti.post(REQUISITIONS, {
    warehouse_id: NOWHERE,
    lines: [
      { product_id: NOWHERE, quantity: 1, needed_by: '2020-01-01' },
      { product_id: service.id, is_urgent: true, usage: 'project' },
      { product_id: plush.id, quantity: 1, suggested_supplier_id: NOWHERE, urgency_reason: 'x' },
    ],
  });
  expect(answer.status).toBe(422);
  expect(errorsOf(answer).sort()).toEqual([
    '/lines/0/needed_by TOO_SMALL',
    '/lines/0/product_id REFERENCE_NOT_FOUND',
    '/lines/1/needed_by REQUIRED',
    '/lines/1/product_id REFERENCE_NOT_FOUND',
    '/lines/1/quantity REQUIRED',
    '/lines/1/urgency_reason REQUIRED',
    '/lines/1/usage_reference REQUIRED',
    '/lines/2/suggested_supplier_id REFERENCE_NOT_FOUND',
    '/lines/2/urgency_reason NOT_ALLOWED',
    '/warehouse_id REFERENCE_NOT_FOUND',
  ]);
  const needed_by = await tomorrow();
  const draft = await aRequisition(app, siti, {
    lines: [
      { product_id: plush.id, quantity: 1 },
      { product_id: plush.id, quantity: 1, needed_by, is_urgent: true, urgency_reason: 'x' },
    ],
  });
  await app.db.query(`update erp.requisition_lines set needed_by = needed_by - 3 where requisition_id = $1`, [
    draft.id,
  ]);
  const late = await step(draft, 'submit', {}, siti);
  expect([late.status, errorsOf(late)]).toEqual([422, ['/lines/1/needed_by TOO_SMALL']]);
  expect(await stateOf(draft.id)).toBe('draft');
});

it('is counted in units, and estimated by what the cheapest supplier asks', async () => {
  const unit_id = await unitId(app, 'EA');
  const box = await made(app, '/units', { code: unique('BX'), name: 'Box' });
  const tape = await aProduct(app, { purchase_unit_id: box.id });
  await made(app, '/unit-conversions', {
    product_id: tape.id,
    from_unit_id: box.id,
    to_unit_id: unit_id,
    numerator: 12,
    denominator: 1,
  });
  const [dear, cheap] = [await aSupplier(app), await aSupplier(app)];
  for (const [supplier, price] of [
    [dear, '24'],
    [cheap, '18'],
  ] as const)
    await made(app, '/supplier-prices', {
      supplier_id: supplier.id,
      product_id: tape.id,
      unit_id: box.id,
      currency_code: 'IDR',
      price,
    });
  const draft = await aRequisition(app, siti, { lines: [{ product_id: tape.id, unit_quantity: '2.5' }] });
  expect(draft.lines).toMatchObject([{ quantity: 30, estimated_price: '1.500000', estimated_amount: '45.00' }]);
  expect(draft.units).toMatchObject([{ line_no: 1, unit_code: box.code, unit_quantity: '2.5', quantity: 30 }]);
  const changed = await siti.patch(`${REQUISITIONS}/${draft.id}`, { lines: [{ product_id: tape.id, quantity: 10 }] });
  expect(expected(changed)).toMatchObject({
    lines: [{ line_no: 1, quantity: 10, estimated_price: '1.500000' }],
    units: [],
  });
});

describe('a draft', () => {
  it('is changed by who made it, until it is submitted', async () => {
    const draft = await aRequisition(app, siti, await threeLines());
    const other = app.as(await app.actor({ permissions: ASKS }));
    const patch = (who: Caller, body: object) => who.patch(`${REQUISITIONS}/${draft.id}`, body);
    expect((await patch(other, { purpose: 'Mine' })).body.error_code).toBe('REQUISITION_OF_ANOTHER');
    expect((await step(draft, 'submit', {}, other)).body.error_code).toBe('REQUISITION_OF_ANOTHER');
    const changed = expected(
      await patch(siti, {
        purpose: 'Toys',
        lines: [{ product_id: draft.lines[0].product_id, quantity: 4 }],
      }),
    );
    expect(changed).toMatchObject({ purpose: 'Toys', line_count: 1 });
    expect(changed.version).toBeGreaterThan(draft.version);
    const stale = await siti.patch(
      `${REQUISITIONS}/${draft.id}`,
      { purpose: 'x' },
      { 'if-match': `"${draft.version}"` },
    );
    expect(stale.status).toBe(412);
    expected(await step(draft, 'submit', {}, siti));
    expect((await patch(siti, { purpose: 'Late' })).body.error_code).toBe('INVALID_STATE');
    expect((await step(draft, 'submit', {}, siti)).body.error_code).toBe('INVALID_STATE');
  });

  it('is made once for a key, and not at all in a dry run', async () => {
    const body = { lines: [{ product_id: (await aProduct(app)).id, quantity: 1 }] };
    const post = () => siti.post(REQUISITIONS, body, { 'idempotency-key': 'requisition-1' });
    const [first, second] = [await post(), await post()];
    expect([second.body.id, second.headers['idempotent-replayed']]).toEqual([first.body.id, 'true']);
    const before = await app.db.query('select count(*)::int as n from erp.requisitions');
    expect((await siti.post(`${REQUISITIONS}?dry_run=true`, body)).status).toBe(201);
    expect((await app.db.query('select count(*)::int as n from erp.requisitions')).rows).toEqual(before.rows);
  });
});

describe('a review', () => {
  it('is all or nothing, with every fault', async () => {
    const asked = await submitted(await threeLines());
    const answer = await step(
      asked,
      'review',
      {
        lines: [
          { line_no: 1, decision: 'approve', approved_quantity: 11, reason: 'More' },
          { line_no: 2, decision: 'reject' },
          { line_no: 3, decision: 'approve', approved_quantity: 1 },
          { line_no: 9, decision: 'approve' },
        ],
      },
      budi,
    );
    expect([answer.status, errorsOf(answer)]).toEqual([
      422,
      [
        '/lines/0/approved_quantity TOO_LARGE',
        '/lines/1/reason REQUIRED',
        '/lines/2/reason REQUIRED',
        '/lines/3/line_no REFERENCE_NOT_FOUND',
      ],
    ]);
    expected(await lineStep(asked.lines[0], 'approve'));
    const twice = await step(
      asked,
      'review',
      { lines: [1, 2].map((line_no) => ({ line_no, decision: 'approve' })) },
      budi,
    );
    expect(twice.body).toMatchObject({
      error_code: 'INVALID_STATE',
      lines: [{ line_no: 1, state: 'approved', event: 'approve' }],
    });
    expect((await lineOf(app, asked.lines[1].id)).state).toBe('pending_review');
  });

  it('is never of what one asked for oneself', async () => {
    const draft = await aRequisition(app, admin);
    expected(await step(draft, 'submit'));
    expect((await lineStep(draft.lines[0], 'approve', {}, admin)).body.error_code).toBe('REVIEWER_IS_REQUESTER');
    const { body: steps } = await admin.get(`${REQUISITION_LINES}/${draft.lines[0].id}/transitions`);
    expect(steps.find((t: Made) => t.event === 'approve')).toMatchObject({
      allowed: false,
      reasons: [{ code: 'REVIEWER_IS_REQUESTER' }],
    });
    const { body: mine } = await admin.get(`${REQUISITION_LINES}/to-review?requisition_id=${draft.id}`);
    expect(mine.data).toEqual([]);
    const { body: his } = await budi.get(`${REQUISITION_LINES}/to-review?requisition_id=${draft.id}`);
    expect(his.data).toHaveLength(1);
  });

  it('is for whom the rules name: by department, kind of product and amount', async () => {
    const department = await aDepartment(app, { company_id: app.company_id });
    const fabric = await aCategory(app);
    const plush = await aCategory(app, { parent_id: fabric.id });
    const product = await aProduct(app, { category_id: plush.id });
    const other = await aProduct(app);
    const ask = async (product_id: string, estimated_price: string | null, department_id: string | null) => {
      const draft = await aRequisition(app, siti, {
        department_id,
        lines: [{ product_id, quantity: 10, estimated_price }],
      });
      return expected(await step(draft, 'submit', {}, siti)).lines[0];
    };
    const rule = (given: object) =>
      made(app, '/purchasing/requisition-reviewers', { department_id: department.id, ...given });
    const [dear, cheap, unknown, elsewhere, otherKind] = [
      await ask(product.id, '100.00', department.id),
      await ask(product.id, '10.00', department.id),
      await ask(product.id, null, department.id),
      await ask(product.id, '100.00', null),
      await ask(other.id, '100.00', department.id),
    ];
    const lead = await app.actor({ permissions: ['purchasing.requisitions.read', 'purchasing.requisitions.review'] });
    await rule({ category_id: fabric.id, user_id: lead.id, max_amount: '500.00' });
    const seen = async (who: Caller) => {
      const { body } = await who.get(`${REQUISITION_LINES}/to-review?limit=500`);
      const ids = body.data.map((l: Made) => l.id);
      return [dear, cheap, unknown, elsewhere, otherKind].map((line) => ids.includes(line.id));
    };
    // The rule covers the first three; the last two are open to every reviewer.
    expect(await seen(app.as(lead))).toEqual([false, true, false, true, true]);
    expect(await seen(budi)).toEqual([false, false, false, true, true]);
    expect((await lineStep(cheap, 'approve')).body).toMatchObject({
      error_code: 'NOT_A_REVIEWER',
      lines: [{ line_no: 1 }],
    });
    expect((await lineStep(dear, 'approve', {}, app.as(lead))).body.error_code).toBe('NOT_A_REVIEWER');
    expected(await lineStep(cheap, 'approve', {}, app.as(lead)));
    const { rows } = await app.db.query(
      'select r.id from erp.user_roles u join erp.roles r on r.id = u.role_id where u.user_id = $1',
      [budisId],
    );
    const byRole = await rule({ category_id: fabric.id, role_id: rows[0].id });
    expect(await seen(budi)).toEqual([true, false, true, true, true]);
    expected(await admin.post(`/purchasing/requisition-reviewers/${byRole.id}/deactivate`));
    expect((await lineStep(dear, 'approve')).body.error_code).toBe('NOT_A_REVIEWER');
    const neither = await admin.post('/purchasing/requisition-reviewers', { category_id: fabric.id });
    expect([neither.status, neither.body.error_code]).toEqual([422, 'REVIEWER_UNCLEAR']);
    const twice = await admin.post('/purchasing/requisition-reviewers', {
      department_id: department.id,
      category_id: fabric.id,
      user_id: lead.id,
    });
    expect([twice.status, twice.body.error_code]).toEqual([409, 'DUPLICATE']);
  });
});

describe('cancelling', () => {
  it('is possible until something was received, and takes a buyer once it is ordered', async () => {
    const approved = await anApproved(app, siti, budi, await threeLines());
    const [one, two, three] = approved.lines;
    expect(expected(await lineStep(three, 'cancel', { reason: 'Too many' }, siti)).state).toBe('cancelled');
    await upTo(app, one.id, 'ship', 4);
    expect((await lineStep(one, 'cancel', { reason: 'x' }, siti)).body).toMatchObject({
      error_code: 'FORBIDDEN',
      permission: 'purchasing.requisitions.cancel_ordered',
    });
    await upTo(app, two.id, 'receive', 1);
    expect((await lineStep(two, 'cancel', { reason: 'x' }, admin)).body).toMatchObject({
      error_code: 'REQUISITION_LINE_RECEIVED',
      lines: [{ line_no: 2, received_quantity: 1 }],
    });
    const whole = await step(approved, 'cancel', { reason: 'x' });
    expect([whole.status, whole.body.error_code]).toEqual([409, 'REQUISITION_LINE_RECEIVED']);
    expect(expected(await lineStep(one, 'cancel', { reason: 'Agreed with the supplier' }, admin)).state).toBe(
      'cancelled',
    );
    // What comes of its order all the same belongs to nobody.
    expect(await following(app, (lines) => lines.follow('receive', [{ line_id: one.id, quantity: 4 }]))).toEqual([]);
    expect(await lineOf(app, one.id)).toMatchObject({ state: 'cancelled', received_quantity: '0' });
    expect(await stateOf(approved.id)).toBe('reviewed');
  });

  it('of everything that was not refused makes the requisition cancelled, of the last that waited reviewed', async () => {
    const asked = await submitted(await threeLines());
    expected(await lineStep(asked.lines[0], 'reject', { reason: 'x' }));
    expected(await lineStep(asked.lines[1], 'cancel', { reason: 'x' }, siti));
    expect(await stateOf(asked.id)).toBe('submitted');
    expect(expected(await step(asked, 'cancel', { reason: 'Not needed' }, siti)).state).toBe('cancelled');
    expect((await step(asked, 'cancel', { reason: 'x' }, siti)).body.error_code).toBe('INVALID_STATE');
    const other = await submitted(await threeLines());
    expected(await lineStep(other.lines[0], 'approve'));
    for (const line of other.lines.slice(1)) expected(await lineStep(line, 'cancel', { reason: 'x' }, siti));
    expect(await stateOf(other.id)).toBe('reviewed');
    const { body: history } = await admin.get(`${REQUISITIONS}/${other.id}/history`);
    expect(history.at(-1)).toMatchObject({ event: 'settle', from_state: 'submitted', to_state: 'reviewed' });
    const refused = await submitted();
    expected(await lineStep(refused.lines[0], 'reject', { reason: 'x' }));
    expect(await stateOf(refused.id)).toBe('reviewed');
    expect((await step(refused, 'cancel', { reason: 'x' }, siti)).body.error_code).toBe('INVALID_STATE');
    const stranger = app.as(await app.actor({ permissions: ASKS }));
    expect((await step(await submitted(), 'cancel', { reason: 'x' }, stranger)).body.error_code).toBe(
      'REQUISITION_OF_ANOTHER',
    );
  });
});

describe('what orders, shipments and receipts do', () => {
  it('moves a line when all that is wanted of it is there, and never orders a piece twice', async () => {
    const { lines } = await anApproved(app, siti, budi);
    const line_id = lines[0].id;
    const follow = (stage: 'order' | 'confirm' | 'ship' | 'receive' | 'put_away', quantity: number) =>
      following(app, (service) => service.follow(stage, [{ line_id, quantity }])).then(([line]) => line!.state);
    const takeBack = (stage: 'order' | 'receive' | 'put_away', quantity: number) =>
      following(app, (service) => service.takeBack(stage, [{ line_id, quantity }])).then(([line]) => line!.state);
    const over = (quantity: number, left: number) => ({
      code: 'REQUISITION_QUANTITY_EXCEEDED',
      extra: { lines: [expect.objectContaining({ line_id, quantity, left })] },
    });
    expect(await follow('order', 6)).toBe('approved');
    await expect(follow('order', 5)).rejects.toMatchObject(over(5, 4));
    expect(await follow('order', 4)).toBe('ordered');
    await expect(follow('put_away', 1)).rejects.toMatchObject(over(1, 0));
    const expected_on = await tomorrow();
    await following(app, (service) => service.follow('confirm', [{ line_id, quantity: 4, expected_on }]));
    expect(await follow('confirm', 6)).toBe('confirmed');
    expect((await admin.get(`${REQUISITION_LINES}/${line_id}`)).body).toMatchObject({ expected_on });
    expect(await follow('receive', 7)).toBe('confirmed');
    expect(await follow('put_away', 7)).toBe('confirmed');
    // Three were never shipped as far as anybody said, and are there.
    expect(await follow('receive', 3)).toBe('received');
    expect(await follow('put_away', 3)).toBe('put_away');
    await expect(takeBack('receive', 1)).rejects.toMatchObject(over(1, 0));
    expect(await takeBack('put_away', 2)).toBe('received');
    expect(await takeBack('receive', 2)).toBe('confirmed');
    expect(await takeBack('order', 2)).toBe('approved');
    expect(await lineOf(app, line_id)).toMatchObject({
      ordered_quantity: '8',
      confirmed_quantity: '8',
      received_quantity: '8',
    });
    const [given] = await following(app, (service) =>
      service.giveUp([{ line_id, quantity: 2 }], { reason: 'Sold out' }),
    );
    expect(given).toMatchObject({ state: 'put_away', given_up_quantity: 2 });
    const { body: history } = await admin.get(`${REQUISITION_LINES}/${line_id}/history`);
    expect(
      history
        .slice(2)
        .map((h: Made) => h.event)
        .join(' '),
    ).toBe('order order confirm confirm receive put_away receive put_away fall_back fall_back fall_back give_up');
    expect(history.at(-1)).toMatchObject({ from_state: 'approved', to_state: 'put_away', reason: 'Sold out' });
  });

  it('cancels a line of which nothing is to come any more, and leaves alone what was never approved', async () => {
    const { lines } = await anApproved(app, siti, budi, await threeLines());
    const [one, two] = lines.map((l: Made) => l.id);
    await following(app, (service) => service.follow('order', [{ line_id: one, quantity: 10 }]));
    const short = (quantity: number) =>
      following(app, (service) => service.giveUp([{ line_id: one, quantity }], { fromOrders: true }));
    expect(await short(4)).toMatchObject([{ state: 'ordered', ordered_quantity: 6, given_up_quantity: 4 }]);
    expect(await short(6)).toMatchObject([{ state: 'cancelled', ordered_quantity: 0 }]);
    const asked = await submitted();
    await expect(
      following(app, (service) =>
        service.follow('order', [
          { line_id: two, quantity: 1 },
          { line_id: asked.lines[0].id, quantity: 1 },
        ]),
      ),
    ).rejects.toMatchObject({ code: 'INVALID_STATE', extra: { lines: [{ line_no: 1, state: 'pending_review' }] } });
    expect((await lineOf(app, two)).ordered_quantity).toBe('0');
  });

  it('takes as many statements for many lines as for one', async () => {
    const product_id = (await aProduct(app)).id;
    const many = await anApproved(app, siti, budi, {
      lines: Array.from({ length: 60 }, () => ({ product_id, quantity: 2 })),
    });
    const ids = many.lines.map((l: Made) => l.id);
    const order = (some: string[]) => () =>
      following(app, (service) =>
        service.follow(
          'order',
          some.map((line_id) => ({ line_id, quantity: 1 })),
        ),
      );
    const one = await statementsOf(order(ids.slice(0, 1)));
    expect(one).toBeGreaterThan(3);
    expect(await statementsOf(order(ids))).toBe(one);
  });
});

describe('at the same time', () => {
  const TEN = Array.from({ length: 10 }, (_, n) => n);

  it('two reviewers decide a line once', async () => {
    const asked = await submitted();
    const reviewers = [budi, app.as(await app.actor({ permissions: ['purchasing.requisitions.*'] }))];
    const answers = await Promise.all(
      TEN.map((n) =>
        lineStep(asked.lines[0], n % 3 ? 'approve' : 'reject', n % 3 ? {} : { reason: 'x' }, reviewers[n % 2]!),
      ),
    );
    expect(counted(answers)).toEqual({ 200: 1, 409: 9 });
    const { body: history } = await admin.get(`${REQUISITION_LINES}/${asked.lines[0].id}/history`);
    expect(history).toHaveLength(2);
  });

  it('a line is cancelled or approved, and the requisition is what that makes of it', async () => {
    for (const _ of TEN.slice(0, 4)) {
      const asked = await submitted();
      const [approve, cancel] = await Promise.all([
        lineStep(asked.lines[0], 'approve'),
        step(asked, 'cancel', { reason: 'x' }, siti),
      ]);
      const { state } = await lineOf(app, asked.lines[0].id);
      // Approved first, it is cancelled all the same; cancelled first, it is not approved.
      expect([approve.status, cancel.status, state]).toEqual([
        cancel.status === 200 && approve.status === 409 ? 409 : 200,
        200,
        'cancelled',
      ]);
      expect(await stateOf(asked.id)).toBe('cancelled');
    }
  });

  it('ten buyers order a line once, and lines of several requisitions in any order', async () => {
    const both = [await anApproved(app, siti, budi), await anApproved(app, siti, budi)];
    const ids = both.map(({ lines }) => lines[0].id);
    const orders = await Promise.allSettled(
      TEN.map((n) =>
        following(app, (service) =>
          service.follow(
            'order',
            (n % 2 ? ids : [...ids].reverse()).map((line_id) => ({ line_id, quantity: 4 })),
          ),
        ),
      ),
    );
    expect(orders.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    for (const id of ids) expect((await lineOf(app, id)).ordered_quantity).toBe('8');
  });
});

it('the database refuses a state that the lines do not say, and a line that its quantities do not', async () => {
  const approved = await anApproved(app, siti, budi);
  const client = await app.db.connect();
  try {
    await client.query('begin');
    await client.query('set local role erp_app');
    const attempt = async (sql: string) => {
      await client.query('savepoint s');
      const error = await client.query(sql, [approved.id]).then(
        () => 'done',
        (e: Error) => e.message,
      );
      await client.query('rollback to savepoint s');
      return error;
    };
    expect(await attempt(`update erp.requisitions set state = 'draft' where id = $1`)).toContain('permission denied');
    expect(await attempt(`update erp.requisition_lines set state = 'draft' where requisition_id = $1`)).toContain(
      'cannot go from',
    );
    expect(await attempt(`update erp.requisition_lines set ordered_quantity = 11 where requisition_id = $1`)).toContain(
      'ck_requisition_lines_stages',
    );
    await client.query(`update erp.requisition_lines set state = 'issued' where requisition_id = $1`, [approved.id]);
    const { rows } = await client.query('select state from erp.requisition_lines where requisition_id = $1', [
      approved.id,
    ]);
    expect(rows).toEqual([{ state: 'approved' }]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

describe('lists', () => {
  it('page over lines, filter, sort by the day they are needed, and give a file', async () => {
    const product = await aProduct(app);
    const day = await tomorrow();
    const lines = [null, day, null].map((needed_by, n) => ({
      product_id: product.id,
      quantity: n + 1,
      needed_by,
      description: n === 1 ? '=1+1' : null,
    }));
    const draft = await aRequisition(app, siti, { lines });
    const url = `${REQUISITION_LINES}?product_id=${product.id}&sort=needed_by`;
    const first = (await siti.get(`${url}&limit=2`)).body;
    expect(first.data[0]).toMatchObject({ needed_by: day, requisition_number: draft.number });
    const rest = (await siti.get(`${url}&limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)).body;
    expect([...first.data, ...rest.data].map((l: Made) => l.quantity).sort()).toEqual([1, 2, 3]);
    expect(rest.next_cursor).toBeNull();
    expect((await siti.get(`${REQUISITION_LINES}?state=lost`)).status).toBe(400);
    expect((await siti.get(`${REQUISITIONS}?product_id=${product.id}&state=draft&include_total=true`)).body.total).toBe(
      1,
    );
    expect((await siti.get(`${REQUISITIONS}?urgent=true&product_id=${product.id}`)).body.data).toEqual([]);
    const file = await siti.get(`${REQUISITION_LINES}/export?product_id=${product.id}&sort=needed_by`);
    const [head, row] = file.text.split('\r\n');
    expect(file.headers['content-type']).toContain('text/csv');
    expect(head).toMatch(/^requisition_number,line_no,state,sku/);
    expect(row).toContain(`${draft.number},2,draft,${product.sku}`);
    expect(row).toContain(`'=1+1`);
    expect((await siti.get(`${REQUISITION_LINES}/export?state=lost`)).status).toBe(400);
  });

  it('keep to the companies, warehouses and departments of who looks', async () => {
    const [own, other] = [await aDepartment(app), await aDepartment(app)];
    const worker = app.as(await app.actor({ permissions: ASKS, departments: [own.id] }));
    const line = { product_id: (await aProduct(app)).id, quantity: 1 };
    expect((await aRequisition(app, worker, { lines: [line] })).department_id).toBe(own.id);
    expect((await worker.post(REQUISITIONS, { department_id: other.id, lines: [line] })).status).toBe(404);
    const hidden = await aRequisition(app, siti, { department_id: other.id, lines: [line] });
    const open = await aRequisition(app, siti, { lines: [line] });
    const { body } = await worker.get(`${REQUISITIONS}?limit=500`);
    const ids = body.data.map((r: Made) => r.id);
    expect([ids.includes(hidden.id), ids.includes(open.id)]).toEqual([false, true]);
    for (const path of [
      `${REQUISITIONS}/${hidden.id}`,
      `${REQUISITIONS}/${hidden.id}/history`,
      `${REQUISITIONS}/${hidden.id}/stock`,
      `${REQUISITION_LINES}/${hidden.lines[0].id}`,
    ])
      expect((await worker.get(path)).status).toBe(404);
    expect((await worker.post(`${REQUISITION_LINES}/${hidden.lines[0].id}/cancel`, { reason: 'x' })).status).toBe(404);
    const company = await aCompany(app);
    const abroad = app.as(await app.actor({ permissions: ASKS, companies: [company.id] }));
    expect((await abroad.get(`${REQUISITIONS}/${open.id}`)).status).toBe(404);
  });
});

it('every event in every state does what the machine says', async () => {
  const EVENTS: Record<string, object> = {
    question: { text: 'x' },
    answer: { text: 'x' },
    approve: {},
    reject: { reason: 'x' },
    'mark-unavailable': { reason: 'x' },
    cancel: { reason: 'x' },
  };
  const allowed: Record<string, Record<string, string>> = {
    draft: { cancel: 'cancelled' },
    pending_review: {
      question: 'questioned',
      approve: 'approved',
      reject: 'rejected',
      'mark-unavailable': 'unavailable',
      cancel: 'cancelled',
    },
    questioned: { answer: 'pending_review', cancel: 'cancelled' },
    approved: { cancel: 'cancelled' },
    ordered: { cancel: 'cancelled' },
    confirmed: { cancel: 'cancelled' },
    shipped: { cancel: 'cancelled' },
    received: {},
    put_away: {},
    rejected: {},
    unavailable: {},
    cancelled: {},
  };
  const all = app.as(await app.actor({ permissions: ['purchasing.requisitions.*'] }));
  const product_id = (await aProduct(app)).id;
  const events = Object.keys(EVENTS);
  const into: Record<string, (line: Made) => Promise<unknown>> = {
    draft: () => Promise.resolve(),
    pending_review: () => Promise.resolve(),
    questioned: (line) => lineStep(line, 'question', { text: 'x' }),
    rejected: (line) => lineStep(line, 'reject', { reason: 'x' }),
    unavailable: (line) => lineStep(line, 'mark-unavailable', { reason: 'x' }),
    cancelled: (line) => lineStep(line, 'cancel', { reason: 'x' }, all),
    approved: (line) => lineStep(line, 'approve'),
  };
  for (const [stage, event] of Object.entries({
    ordered: 'order',
    confirmed: 'confirm',
    shipped: 'ship',
    received: 'receive',
    put_away: 'put_away',
  } as const))
    into[stage] = async (line) => {
      await lineStep(line, 'approve');
      await upTo(app, line.id, event, 2);
    };
  for (const [state, row] of Object.entries(allowed)) {
    const draft = await aRequisition(app, siti, { lines: events.map(() => ({ product_id, quantity: 2 })) });
    if (state !== 'draft') expected(await step(draft, 'submit', {}, siti));
    for (const [n, event] of events.entries()) {
      const line = draft.lines[n];
      await into[state]!(line);
      expect((await lineOf(app, line.id)).state).toBe(state);
      const { body: steps } = await all.get(`${REQUISITION_LINES}/${line.id}/transitions`);
      const offered = steps.find((t: Made) => t.event === event.replace('-', '_'));
      const answer = await lineStep(line, event, EVENTS[event], all);
      const to = row[event];
      expect([state, event, answer.status, offered.allowed]).toEqual([state, event, to ? 200 : 409, to !== undefined]);
      expect((await lineOf(app, line.id)).state).toBe(to ?? state);
      if (!to && !(event === 'cancel' && ['received', 'put_away'].includes(state)))
        expect(answer.body.error_code).toBe('INVALID_STATE');
    }
  }
}, 60_000);
