import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { expectIntegrity } from '../support/integrity.js';
import { aCompany, aProduct, aSupplier, made } from '../support/makers.js';
import type { Made } from '../support/makers.js';
import { ORDERS, aSentOrder, anApprovedLine, approverOf, refusal, stepped } from '../support/purchasing.js';

let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
afterEach(() => expectIntegrity(app));
afterAll(() => app?.close());

const get = async (path: string): Promise<Made> => (await admin.get(path)).body;

it('says of a supplier how often it is on time, in full, good and at its price', async () => {
  const supplier = await aSupplier(app);
  const [a, b] = [await aProduct(app), await aProduct(app)];
  await made(app, '/supplier-prices', {
    supplier_id: supplier.id,
    product_id: a.id,
    price: '10',
    valid_from: '2026-01-01',
  });
  const order = await aSentOrder(app, {
    supplier_id: supplier.id,
    ordered_on: '2026-03-01',
    lines: [
      { product_id: a.id, quantity: 10, promised_on: '2026-03-10', unit_price: '11' },
      { product_id: a.id, quantity: 10, promised_on: '2026-03-10' },
      { product_id: b.id, quantity: 4, promised_on: '2026-03-20', unit_price: '1' },
      { product_id: b.id, quantity: 4, promised_on: '2026-07-01', unit_price: '1' },
    ],
  });
  const receive = (lines: object[], received_at: string) =>
    made(app, `${ORDERS}/${order.id}/receive`, { lines, received_at });
  const first = await receive(
    [
      { line_no: 1, quantity: 10, rejected_quantity: 2, rejection_reason: 'Wet' },
      { line_no: 2, quantity: 5 },
    ],
    '2026-03-10T23:30:00+07:00',
  );
  await receive([{ line_no: 2, quantity: 5 }], '2026-03-11T00:30:00+07:00');
  await receive([{ line_no: 3, quantity: 3 }], '2026-03-15T08:00:00+07:00');
  await made(app, '/purchasing/returns', { reason: 'Wet', lines: [{ receipt_line_id: first.lines[1].id }] });
  const { data } = await get(
    `/purchasing/supplier-performance?supplier_id=${supplier.id}&from=2026-03-01&to=2026-03-31`,
  );
  expect(data).toEqual([
    {
      supplier_id: supplier.id,
      supplier_code: supplier.code,
      supplier_name: supplier.name,
      // The second came in full a day late, the third in time but not in full, the fourth is due later.
      lines_due: 3,
      lines_on_time: 1,
      lines_in_full: 2,
      on_time_percent: '33.33',
      in_full_percent: '66.67',
      received_quantity: 23,
      rejected_quantity: 2,
      returned_quantity: 2,
      accepted_percent: '91.30',
      // 110 and 100 where the list says 100 and 100.
      ordered_amount: '210.00',
      price_variance: '10.00',
      price_variance_percent: '5.00',
    },
  ]);
  expect(
    (await get(`/purchasing/supplier-performance?supplier_id=${supplier.id}&from=2026-04-01&to=2026-06-30`)).data,
  ).toEqual([]);
  expect(refusal(await admin.get('/purchasing/supplier-performance?from=2026-04-01&to=2026-03-01'))).toEqual([
    422,
    'VALIDATION_FAILED',
  ]);
});

it('shows the whole chain of a document from any of its ends', async () => {
  const product = await aProduct(app);
  const supplier_id = (await aSupplier(app)).id;
  const line = await anApprovedLine(app, { product_id: product.id, quantity: 4 });
  const { orders } = await made(app, `${ORDERS}/from-requisition-lines`, {
    lines: [{ requisition_line_id: line.id, supplier_id, unit_price: '2' }],
  });
  const [order] = orders;
  await stepped(admin, order, 'submit');
  await stepped(app.as(await approverOf(app)), order, 'approve');
  await stepped(admin, order, 'send');
  const shipment = await made(app, '/purchasing/shipments', { lines: [{ order_line_id: order.lines[0].id }] });
  await admin.post(`/purchasing/shipments/${shipment.id}/ship`, {});
  const receipt = await made(app, `/purchasing/shipments/${shipment.id}/receive`, {});
  const back = await made(app, '/purchasing/returns', {
    reason: 'Torn',
    lines: [{ receipt_line_id: receipt.lines[0].id, quantity: 1 }],
  });
  const { requisition_id, requisition_number } = order.lines[0].requests[0];
  const chain = [
    ['requisition', requisition_number, []],
    ['purchase_order', order.number, [requisition_id]],
    ['purchase_shipment', shipment.number, [order.id]],
    ['purchase_receipt', receipt.number, [order.id, shipment.id]],
    ['purchase_return', back.number, [receipt.id]],
  ];
  for (const document of [requisition_number, order.id, shipment.number, receipt.number, back.id]) {
    const trace = await get(`/purchasing/trace/${document}`);
    expect(trace.chain.map(({ kind, number, comes_of }: Made) => [kind, number, comes_of])).toEqual(chain);
    expect([trace.document.number, trace.document.id]).toContain(document);
  }
  expect(refusal(await admin.get('/purchasing/trace/PO-999999'))).toEqual([404, 'NOT_FOUND']);
  const stranger = await app.actor({ role: 'super_admin', companies: [(await aCompany(app)).id] });
  expect(refusal(await app.as(stranger).get(`/purchasing/trace/${order.number}`))).toEqual([404, 'NOT_FOUND']);
});
