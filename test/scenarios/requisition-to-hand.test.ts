import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aDepartment, aProduct, aReceipt, aSupplier, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { stockOf } from '../support/production.js';
import { REQUISITIONS, REQUISITION_LINES, expected, following } from '../support/requisitions.js';

/**
 * The sewing department needs plush, thread and a needle that is not made any more. Its supervisor asks, the production manager reviews, a buyer
 * buys (the orders and receipts are told in their own name), the supervisor accepts, the storekeeper issues.
 */
describe('from a request to the goods in hand', () => {
  let app: TestApp;
  let [supervisor, colleague, manager, buyer, keeper, auditor]: Caller[] = [];
  let requisition: Made;
  let plush: Made;
  let thread: Made;

  const line = (n: number): Made => requisition.lines[n - 1];
  const refused = async (answer: Promise<Answer>, code: string): Promise<void> => {
    const { status, body } = await answer;
    expect([status, body.error_code]).toEqual([403, code]);
  };
  const onLine = (who: Caller, n: number, event: string, body: object = {}) =>
    who.post(`${REQUISITION_LINES}/${line(n).id}/${event}`, body);
  const on = (who: Caller, event: string, body: object = {}) =>
    who.post(`${REQUISITIONS}/${requisition.id}/${event}`, body);
  const show = async (): Promise<void> =>
    void (requisition = expected(await auditor!.get(`${REQUISITIONS}/${requisition.id}`)));

  beforeAll(async () => {
    app = await startTestApp();
    const sewing = await aDepartment(app);
    const as = async (role: string, more: object = {}) => app.as(await app.actor({ role, ...more }));
    supervisor = await as('production_supervisor', { departments: [sewing.id] });
    colleague = await as('operator', { departments: [sewing.id] });
    manager = await as('ppic_manager');
    buyer = await as('purchasing');
    keeper = await as('warehouse');
    auditor = app.as(await app.actor({ permissions: ['purchasing.requisitions.read'] }));
    [plush, thread] = [await aProduct(app), await aProduct(app)];
    await made(app, '/supplier-prices', {
      supplier_id: (await aSupplier(app)).id,
      product_id: plush.id,
      currency_code: 'IDR',
      price: '45000',
    });
  });
  afterEach(() => expectIntegrity(app));
  afterAll(() => app?.close());

  it('is asked for by a department', async () => {
    const needle = await aProduct(app);
    const body = {
      purpose: 'Spring collection',
      lines: [
        { product_id: plush.id, quantity: 40, usage: 'project', usage_reference: 'PRJ-SPRING' },
        {
          product_id: thread.id,
          quantity: 12,
          usage: 'cost_centre',
          usage_reference: 'CC-4711',
          estimated_price: '2500',
        },
        { product_id: needle.id, quantity: 3 },
      ],
    };
    await refused(auditor!.post(REQUISITIONS, body), 'FORBIDDEN');
    requisition = expected(await supervisor!.post(REQUISITIONS, body), 201);
    expect(line(1)).toMatchObject({ estimated_price: '45000.000000', estimated_amount: '1800000.00' });
    await refused(on(colleague!, 'submit'), 'REQUISITION_OF_ANOTHER');
    requisition = expected(await on(supervisor!, 'submit'));
  });

  it('is reviewed by the manager, with a question, and by nobody who asks or buys', async () => {
    for (const who of [supervisor!, buyer!, keeper!]) await refused(onLine(who, 1, 'approve'), 'FORBIDDEN');
    expect(
      (await manager!.get(`${REQUISITION_LINES}/to-review?requisition_id=${requisition.id}`)).body.data,
    ).toHaveLength(3);
    expected(await onLine(manager!, 2, 'question', { text: 'For how many bears?' }));
    await refused(onLine(colleague!, 2, 'answer', { text: 'A hundred' }), 'REQUISITION_OF_ANOTHER');
    expected(await onLine(supervisor!, 2, 'answer', { text: 'A hundred and twenty' }));
    requisition = expected(
      await on(manager!, 'review', {
        lines: [
          { line_no: 1, decision: 'approve', approved_quantity: 30, reason: 'Ten are on stock' },
          { line_no: 2, decision: 'approve' },
          { line_no: 3, decision: 'mark_unavailable', reason: 'Not made any more' },
        ],
      }),
    );
    expect(requisition.state).toBe('reviewed');
  });

  it('is bought and put away, and the buyer sees what is left to order', async () => {
    const toOrder = async () =>
      (await buyer!.get(`${REQUISITION_LINES}?requisition_id=${requisition.id}&to_order=true`)).body.data
        .map((l: Made) => l.left_to_order)
        .sort();
    expect(await toOrder()).toEqual([12, 30]);
    const pieces = [
      { line_id: line(1).id, quantity: 30 },
      { line_id: line(2).id, quantity: 12 },
    ];
    await following(app, (lines) => lines.follow('order', pieces, 'PO-000001'));
    expect(await toOrder()).toEqual([]);
    await refused(onLine(supervisor!, 1, 'cancel', { reason: 'x' }), 'FORBIDDEN');
    // Twenty-five of the plush come, and the supplier has no more.
    for (const [product, quantity] of [
      [plush, 25],
      [thread, 12],
    ] as const)
      await aReceipt(app, product.id, quantity, '2.00');
    const came = [{ line_id: line(1).id, quantity: 25 }, pieces[1]!];
    await following(app, async (lines) => {
      await lines.follow('receive', came);
      await lines.follow('put_away', came);
      await lines.giveUp([{ line_id: line(1).id, quantity: 5 }], { fromOrders: true, reason: 'Sold out' });
    });
    await show();
    expect(requisition.lines.map((l: Made) => [l.state, l.left_to_accept])).toEqual([
      ['put_away', 25],
      ['put_away', 12],
      ['unavailable', 0],
    ]);
  });

  it('is accepted by who asked, issued by the storekeeper, and counted to the piece', async () => {
    await refused(on(buyer!, 'accept'), 'FORBIDDEN');
    await refused(on(colleague!, 'accept'), 'REQUISITION_OF_ANOTHER');
    expected(
      await on(supervisor!, 'accept', {
        lines: [
          { line_no: 1, accepted_quantity: 24, rejected_quantity: 1, reason: 'Torn' },
          { line_no: 2, accepted_quantity: 12 },
        ],
      }),
    );
    await refused(on(supervisor!, 'issue'), 'FORBIDDEN');
    expect((await keeper!.get(`${REQUISITIONS}/${requisition.id}/stock`)).body).toMatchObject([
      { left_to_issue: 24, on_hand: 25, held_for_it: 24, is_covered: true },
      { left_to_issue: 12, on_hand: 12, held_for_it: 12, is_covered: true },
      { left_to_issue: 0 },
    ]);
    expected(await on(keeper!, 'issue'));
    expected(await on(keeper!, 'take-back', { reason: 'One too many', lines: [{ line_no: 1, quantity: 1 }] }));
    await show();
    expect(requisition.lines.map((l: Made) => [l.state, l.issued_quantity])).toEqual([
      ['accepted', 23],
      ['issued', 12],
      ['unavailable', 0],
    ]);
    expect(await stockOf(app, plush.id)).toEqual({ on_hand: 2, reserved: 1, value: '4.00' });
  });
});
