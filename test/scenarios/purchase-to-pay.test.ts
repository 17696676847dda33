import { startTestApp } from '../support/app.js';
import type { Answer, Caller, TestApp } from '../support/app.js';
import { balanceOf, booksOf } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aDepartment, aLocation, aProduct, aSupplier, made, placesOf } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { stockOf } from '../support/production.js';
import { ORDERS, refusal } from '../support/purchasing.js';
import { aPlan } from '../support/quality.js';
import { REQUISITIONS, REQUISITION_LINES, expected } from '../support/requisitions.js';

/**
 * The ten steps of purchasing, by eight people of eight roles, each refused what is not theirs. The sewing department needs 40 m of plush at
 * 45,000 and 12 cones of thread at 2,500; tax is 11 %.
 */
describe('from an engineer’s request to the supplier’s payment', () => {
  let app: TestApp;
  let books: Books;
  let [engineer, reviewer, buyer, manager, keeper, inspector, accountant, auditor]: Caller[] = [];
  let [plush, thread, supplier, dock]: Made[] = [];
  let requisition: Made;
  let order: Made;
  let shipment: Made;
  let receipt: Made;
  let invoice: Made;

  const everybody = (): Caller[] => [
    engineer!,
    reviewer!,
    buyer!,
    manager!,
    keeper!,
    inspector!,
    accountant!,
    auditor!,
  ];
  /** A step that only some may take: all others are refused, and nothing has happened. */
  async function forbidden(may: Caller[], ask: (who: Caller) => Promise<Answer>): Promise<void> {
    for (const who of everybody().filter((each) => !may.includes(each)))
      expect([401, 403]).toContain((await ask(who)).status);
  }
  const on = (who: Caller, document: string, event: string, body: object = {}) =>
    who.post(`${document}/${event}`, body);
  const requested = () => `${REQUISITIONS}/${requisition.id}`;
  const ordered = () => `${ORDERS}/${order.id}`;
  const lineStates = async (): Promise<string[]> =>
    (await auditor!.get(requested())).body.lines.map(({ state }: Made) => state);

  beforeAll(async () => {
    app = await startTestApp();
    books = await booksOf(app, app.company_id);
    const sewing = await aDepartment(app);
    const as = async (role: string, more: object = {}) => app.as(await app.actor({ role, ...more }));
    engineer = await as('production_supervisor', { departments: [sewing.id] });
    reviewer = await as('ppic_manager');
    buyer = await as('purchasing');
    manager = await as('purchasing_manager');
    keeper = await as('warehouse');
    inspector = await as('quality');
    accountant = await as('accountant');
    auditor = await as('auditor');
    const places = await placesOf(app);
    dock = await aLocation(app, { type: 'zone', parent_id: places['WH'], is_receiving: true });
    const bin = await aLocation(app);
    [plush, thread] = [await aProduct(app), await aProduct(app)];
    supplier = await aSupplier(app, { payment_terms_days: 30 });
    for (const [product, price] of [
      [plush, '45000'],
      [thread, '2500'],
    ] as const)
      await made(app, '/supplier-prices', {
        supplier_id: supplier!.id,
        product_id: product!.id,
        currency_code: 'IDR',
        price,
      });
    await aPlan(app, { product_id: plush!.id });
    await made(app, '/warehouse/put-away-rules', {
      warehouse_id: places['WH'],
      priority: 1,
      strategy: 'fixed_bin',
      location_id: bin.id,
    });
    await made(app, '/purchasing/approval-tiers', {
      name: 'Above a million',
      from_amount: '1000000.00',
      permission: 'purchasing.orders.approve',
    });
    const tax = await made(app, '/accounting/tax-codes', { code: 'PPN', name: 'Value added tax' });
    await made(app, '/accounting/tax-rates', { tax_code_id: tax.id, valid_from: '2020-01-01', rate: '11' });
  });
  afterEach(() => expectIntegrity(app));
  afterAll(() => app?.close());

  it('1: is asked for, urgent with a day and a reason', async () => {
    const lines = [
      { product_id: plush!.id, quantity: 40, usage: 'project', usage_reference: 'PRJ-SPRING' },
      { product_id: thread!.id, quantity: 12, usage: 'cost_centre', usage_reference: 'CC-4711' },
    ];
    expect((await auditor!.post(REQUISITIONS, { lines })).status).toBe(403);
    requisition = expected(await engineer!.post(REQUISITIONS, { purpose: 'Spring collection', lines }), 201);
    requisition = expected(await on(engineer!, requested(), 'submit'));
    expect(await lineStates()).toEqual(['pending_review', 'pending_review']);
  });

  it('2: is reviewed line by line, with a question, by another person', async () => {
    const [first] = requisition.lines;
    const line = `${REQUISITION_LINES}/${first.id}`;
    await forbidden([reviewer!, manager!], (who) => on(who, line, 'approve'));
    expected(await on(reviewer!, line, 'question', { text: 'For how many bears?' }));
    expect(await lineStates()).toEqual(['questioned', 'pending_review']);
    expected(await on(engineer!, line, 'answer', { text: 'A hundred' }));
    requisition = expected(
      await on(reviewer!, requested(), 'review', {
        lines: [1, 2].map((line_no) => ({ line_no, decision: 'approve' })),
      }),
    );
    expect(requisition.state).toBe('reviewed');
  });

  it('3: is ordered from its supplier at the price of the list, once', async () => {
    const lines = requisition.lines.map(({ id }: Made) => ({
      requisition_line_id: id,
      supplier_id: supplier!.id,
    }));
    const build = (who: Caller) =>
      who.post(`${ORDERS}/from-requisition-lines`, { lines, tax_code: 'PPN', tax_percent: '11' });
    await forbidden([buyer!, manager!], build);
    const answers = await Promise.all([build(buyer!), build(buyer!)]);
    expect(answers.map(({ status }) => status).sort()).not.toEqual([201, 201]);
    if (answers.every(({ status }) => status !== 201)) throw new Error(answers.map(({ text }) => text).join());
    const { orders } = answers.find(({ status }) => status === 201)!.body;
    expect(orders).toHaveLength(1);
    order = orders[0];
    // 40 * 45,000 + 12 * 2,500 = 1,830,000, and 11 % of 1,800,000 and of 30,000.
    expect(order).toMatchObject({ net_amount: '1830000.00', tax_amount: '201300.00', total_amount: '2031300.00' });
    expect(await lineStates()).toEqual(['ordered', 'ordered']);
  });

  it('4: is approved by a tier of its amount, never by who built it; sent, and confirmed by the supplier', async () => {
    order = expected(await on(buyer!, ordered(), 'submit'));
    await forbidden([manager!], (who) => on(who, ordered(), 'approve'));
    order = expected(await on(manager!, ordered(), 'approve'));
    order = expected(await on(buyer!, ordered(), 'send'));
    order = expected(
      await on(buyer!, ordered(), 'confirm', {
        supplier_reference: 'SO-88123',
        lines: [1, 2].map((line_no) => ({ line_no })),
      }),
    );
    expect(order.state).toBe('confirmed');
    expect((await buyer!.get(`${ordered()}/print`)).text).toContain(order.number);
    expect(await lineStates()).toEqual(['confirmed', 'confirmed']);
  });

  it('5: is followed on its way', async () => {
    const body = { carrier: 'Samudera', lines: order.lines.map(({ id }: Made) => ({ order_line_id: id })) };
    expect((await engineer!.post('/purchasing/shipments', body)).status).toBe(403);
    shipment = expected(await buyer!.post('/purchasing/shipments', body), 201);
    for (const event of ['ship', 'customs', 'transit', 'deliver'])
      shipment = expected(await on(buyer!, `/purchasing/shipments/${shipment.id}`, event, { remarks: 'As told' }));
    expect(shipment.state).toBe('delivered');
    expect(await lineStates()).toEqual(['shipped', 'shipped']);
  });

  it('6: is received and inspected', async () => {
    const receive = (who: Caller) =>
      on(who, `/purchasing/shipments/${shipment.id}`, 'receive', { to_location_id: dock!.id });
    await forbidden([keeper!, manager!], receive);
    receipt = expected(await receive(keeper!), 201);
    expect(receipt.lines.map(({ quantity, value }: Made) => [quantity, value])).toEqual([
      [40, '1800000.00'],
      [12, '30000.00'],
    ]);
    const { inspection } = receipt.lines[0];
    const inspected = `/quality/inspections/${inspection.id}`;
    for (const who of [engineer!, buyer!, keeper!, accountant!])
      expect((await on(who, inspected, 'start')).status).toBe(403);
    expected(await on(inspector!, inspected, 'start'));
    expect(expected(await on(inspector!, inspected, 'accept')).state).toBe('accepted');
    expect(await lineStates()).toEqual(['received', 'received']);
    expect((await auditor!.get(`/purchasing/received-not-invoiced?order_id=${order.id}`)).body.data).toMatchObject([
      { quantity: 40, value: '1800000.00' },
      { quantity: 12, value: '30000.00' },
    ]);
  });

  it('7: is put away by the rules', async () => {
    const put = (who: Caller) => on(who, `/purchasing/receipts/${receipt.id}`, 'put-away');
    await forbidden([keeper!, manager!], put);
    expected(await put(keeper!), 201);
    expect(await lineStates()).toEqual(['put_away', 'put_away']);
  });

  it('8: is accepted by who asked for it', async () => {
    await forbidden([engineer!, reviewer!, manager!], (who) => on(who, requested(), 'accept'));
    expected(
      await on(engineer!, requested(), 'accept', {
        lines: [
          { line_no: 1, accepted_quantity: 40 },
          { line_no: 2, accepted_quantity: 12 },
        ],
      }),
    );
    expect(await lineStates()).toEqual(['accepted', 'accepted']);
  });

  it('9: is found on stock and issued', async () => {
    expect((await keeper!.get(`${requested()}/stock`)).body).toMatchObject([
      { left_to_issue: 40, held_for_it: 40, is_covered: true },
      { left_to_issue: 12, held_for_it: 12, is_covered: true },
    ]);
    await forbidden([keeper!, reviewer!, manager!], (who) => on(who, requested(), 'issue'));
    expected(await on(keeper!, requested(), 'issue'));
    expect(await lineStates()).toEqual(['issued', 'issued']);
    expect((await stockOf(app, plush!.id)).on_hand).toBe(0);
  });

  it('10: is invoiced, matched, and paid', async () => {
    const body = {
      supplier_id: supplier!.id,
      external_number: 'F-2026-118',
      lines: order.lines.map(({ id, quantity }: Made, n: number) => ({
        order_line_id: id,
        quantity,
        ...(n === 0 && { unit_price: '45500' }),
      })),
    };
    const enter = (who: Caller) => who.post('/purchasing/invoices', body);
    await forbidden([accountant!, manager!], enter);
    invoice = expected(await enter(accountant!), 201);
    // The plush costs 500 more than ordered: 20,000 above its price, which nobody has agreed to.
    expect(invoice).toMatchObject({
      state: 'held',
      net_amount: '1850000.00',
      tax_amount: '203500.00',
      price_variance: '20000.00',
      quantity_variance: 0,
    });
    const books_ = {
      supplier_id: supplier!.id,
      method: 'transfer',
      amount: '2053500.00',
      account_id: books.role['bank'],
    };
    const payment = expected(await accountant!.post('/accounting/payments', books_), 201);
    const pay = (who: Caller) =>
      on(who, `/accounting/payments/${payment.id}`, 'post', { allocations: [{ invoice_id: invoice.invoice_id }] });
    expect(refusal(await pay(accountant!))).toEqual([409, 'INVOICE_HELD']);
    await forbidden([accountant!, manager!], (who) =>
      on(who, `/purchasing/invoices/${invoice.id}`, 'release', { reason: 'x' }),
    );
    expected(await on(manager!, `/purchasing/invoices/${invoice.id}`, 'release', { reason: 'Agreed by telephone' }));
    await forbidden([accountant!], pay);
    expected(await pay(accountant!));
    expect((await auditor!.get(`/purchasing/invoices/${invoice.id}`)).body).toMatchObject({
      state: 'released',
      status: 'paid',
      open_amount: '0.00',
    });
    expect((await auditor!.get(`/purchasing/received-not-invoiced?order_id=${order.id}`)).body.data).toEqual([]);
    // Who reads the books finds there what came: goods received and not invoiced are cleared.
    expect((await auditor!.get('/accounting/trial-balance')).body.closing).toBe('0.00');
    expect(
      await Promise.all(
        ['payables', 'price_variance', 'input_tax', 'bank', 'grni'].map((role) => balanceOf(app, books.role[role]!)),
      ),
    ).toEqual(['0.00', '20000.00', '203500.00', '-2053500.00', '0.00']);
  });

  it('and one call shows the chain, from either end', async () => {
    const kinds = [
      'requisition',
      'purchase_order',
      'purchase_shipment',
      'purchase_receipt',
      'inspection',
      'acceptance',
      'issue',
      'purchase_invoice',
      'payment',
    ];
    for (const document of [requisition.number, order.id, receipt.number, invoice.number]) {
      const { body } = await auditor!.get(`/purchasing/trace/${document}`);
      expect([...new Set(body.chain.map(({ kind }: Made) => kind))]).toEqual(kinds);
    }
    expect((await engineer!.get(`/purchasing/trace/${order.number}`)).status).toBe(403);
  });
});
