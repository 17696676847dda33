import { Invoicing, JournalPosting } from '../../src/accounting/index.js';
import { Database } from '../../src/kernel/database/index.js';
import { RequestContext, systemActor } from '../../src/kernel/security/index.js';
import { startTestApp } from '../support/app.js';
import type { Caller, TestApp } from '../support/app.js';
import { balanceOf, codeOf, periodOn, someBooks } from '../support/books.js';
import type { Books } from '../support/books.js';
import { expectIntegrity } from '../support/integrity.js';
import { aSupplier, made } from '../support/makers.js';

/** What modules above are given: they hand over lines within their own transaction, and nobody of them has a permission of accounting. */
let app: TestApp;
let admin: Caller;
let books: Books;
let supplier: any;
beforeAll(async () => {
  app = await startTestApp();
  admin = app.as(app.admin);
});
beforeEach(async () => {
  books = await someBooks(app);
  supplier = await aSupplier(app);
});
afterAll(async () => {
  await expectIntegrity(app);
  await app.close();
});

const ORDER = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59';
const RECEIPT_LINE = '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a60';
/** Runs work as a module does: in one transaction, for an actor without permissions. */
const within = <T>(work: () => Promise<T>): Promise<T> => {
  const actor = systemActor(new Set(), [books.company_id]);
  return RequestContext.run(RequestContext.forSystem(actor, 'test'), () =>
    app.nest.get(Database, { strict: false }).transaction(work),
  );
};
const invoicing = (): Invoicing => app.nest.get(Invoicing, { strict: false });
const posting = (): JournalPosting => app.nest.get(JournalPosting, { strict: false });
const draft = (net_amount = '250.00') => ({
  ...{
    company_id: books.company_id,
    kind: 'invoice' as const,
    supplier_id: supplier.id as string,
    invoice_date: '2026-02-10',
  },
  ...{ source_kind: 'purchase_invoice', source_id: ORDER },
  lines: [
    { account_role: 'grni' as const, quantity: '20', unit_price: '12.5', net_amount, source_line_id: RECEIPT_LINE },
  ],
});

test('an invoice is handed over, posted and held within the transaction of its document, which finds it again', async () => {
  const { id, number, entry_id } = await within(() =>
    invoicing().draftAndPost({ ...draft(), hold_reason: 'Price differs by 4 %' }),
  );
  expect(number).toBe('BILL-2026-000001');
  const { body } = await admin.get(`/accounting/invoices/${id}`);
  expect(body).toMatchObject({
    ...{
      status: 'posted',
      is_held: true,
      hold_reason: 'Price differs by 4 %',
      source_kind: 'purchase_invoice',
      source_id: ORDER,
      entry_id,
    },
    lines: [{ account_number: '2110', net_amount: '250.00', source_line_id: RECEIPT_LINE }],
  });
  expect(await within(() => invoicing().ofSources('purchase_invoice', [ORDER]))).toMatchObject([
    { id, number, status: 'posted', is_held: true, total_amount: '250.00', open_amount: '250.00', source_id: ORDER },
  ]);
  await within(() => invoicing().release(id, 'Buyer agrees'));
  expect(await within(() => invoicing().exposure(books.company_id, supplier.id))).toBe('250.00');
  await within(() => invoicing().cancel(id, 'Order was cancelled'));
  expect(await within(() => invoicing().ofSources('purchase_invoice', [ORDER]))).toEqual([]);
  expect(await within(() => invoicing().exposure(books.company_id, supplier.id))).toBe('0.00');
});

test('what the document then fails for leaves nothing, and its numbers are given to the next', async () => {
  const failing = within(async () => {
    const { number } = await invoicing().draftAndPost(draft());
    throw new Error(`too late for ${number}`);
  });
  await expect(failing).rejects.toThrow('too late for BILL-2026-000001');
  expect((await admin.get(`/accounting/invoices?company_id=${books.company_id}`)).body.data).toEqual([]);
  const { number, entry_id } = await within(() => invoicing().draftAndPost(draft()));
  expect(number).toBe('BILL-2026-000001');
  expect((await admin.get(`/accounting/journal-entries/${entry_id}`)).body.number).toBe('JE-2026-000001');
});

test('entries are posted by role in one call, and reversed by whose document they are', async () => {
  const { company_id } = books;
  const entry = (amount: string) => ({
    ...{ company_id, entry_date: '2026-02-10', journal: 'inventory', source_kind: 'stock_movement', source_id: ORDER },
    lines: [
      { role: 'purchase_expense' as const, amount },
      { role: 'price_variance' as const, amount: '0.00' },
      { role: 'grni' as const, amount: `-${amount}` },
    ],
  });
  const posted = await within(() => posting().post([entry('10.00'), entry('2.50')]));
  expect(posted.map(({ number }) => number).sort()).toEqual(['JE-2026-000001', 'JE-2026-000002']);
  expect(await balanceOf(app, books.role['grni']!)).toBe('-12.50');
  expect(codeOf(await admin.post(`/accounting/journal-entries/${posted[0]!.id}/reverse`, { reason: 'x' }))).toBe(
    'ENTRY_OF_DOCUMENT',
  );
  await within(() =>
    posting().reverse(
      posted.map(({ id }) => id),
      { memo: 'Movement was reversed' },
    ),
  );
  expect(await balanceOf(app, books.role['grni']!)).toBe('0.00');
  await expect(
    within(() => posting().post([{ ...entry('1.00'), lines: [{ role: 'grni', amount: '1.00' }] }])),
  ).rejects.toThrow('ENTRY_UNBALANCED');
  for (const role of ['payables', 'inventory_raw'] as const)
    await expect(
      within(() =>
        posting().post([
          {
            ...entry('1.00'),
            lines: [
              { role, amount: '1.00' },
              { role: 'grni', amount: '-1.00' },
            ],
          },
        ]),
      ),
    ).rejects.toThrow('CONTROL_ACCOUNT');
});

test('nothing is handed over into a period that is closed, softly too', async () => {
  await made(app, '/accounting/fiscal-years', { company_id: books.company_id, first_month: '2026-01' });
  const period = await periodOn(app, books, '2026-02-10');
  await admin.post(`/accounting/periods/${period.id}/soft-close`, {});
  await expect(within(() => invoicing().draftAndPost(draft()))).rejects.toThrow('BOOKS_CLOSED');
  expect((await within(() => invoicing().draftAndPost({ ...draft(), entry_date: '2026-03-01' }))).number).toBe(
    'BILL-2026-000001',
  );
});
