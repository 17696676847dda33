import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { CostingOracle } from '../support/costing-oracle.js';
import type { Line, Method } from '../support/costing-oracle.js';
import { rounded } from '../support/ledger-oracle.js';
import { expectReplay } from '../support/replay.js';
import { StockDatabase } from '../support/stock.js';
import type { LineInput, Posted } from '../support/stock.js';

const METHODS: Method[] = ['moving_average', 'fifo', 'standard', 'specific'];
const PLACES = ['STOCK', 'N1'] as const;
const AREA = { STOCK: 'WH', N1: 'WH2' } as const;
type Place = (typeof PLACES)[number];

/** A command as plain numbers, so that it can be shrunk; lots, lines and quantities are taken modulo what there is. */
interface Command {
  kind: 'receive' | 'issue' | 'move' | 'return' | 'reverse' | 'land' | 'change' | 'lend' | 'take_over';
  place: number;
  lot: number;
  nth: number;
  quantity: number;
  micros: number;
}

const command = fc.record({
  kind: fc.constantFrom(
    'receive',
    'receive',
    'receive',
    'issue',
    'issue',
    'move',
    'move',
    'return',
    'return',
    'reverse',
    'land',
    'change',
    'lend',
    'take_over',
  ),
  place: fc.nat(1),
  lot: fc.nat(2),
  nth: fc.nat(1000),
  quantity: fc.integer({ min: 1, max: 40 }),
  micros: fc.oneof(fc.integer({ min: 0, max: 30_000_000 }), fc.constantFrom(0, 1, 3_333_333, 999_999_999)),
}) as fc.Arbitrary<Command>;

const cents = (text: string): bigint => BigInt(text.replace('.', ''));
const money = (value: bigint): string => {
  const [sign, n] = value < 0n ? ['-', -value] : ['', value];
  return `${sign}${n / 100n}.${String(n % 100n).padStart(2, '0')}`;
};
const decimal = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;

let stock: StockDatabase;
beforeAll(async () => {
  stock = await StockDatabase.open();
  await stock.openCompany('warehouse');
  await stock.location('WH2', null, 'warehouse');
  await stock.location('N1', 'WH2');
  // A supplier's shelf beside ours: what lies there is worth nothing until it is taken over.
  const { rows } = await stock.owner.query<{ id: string }>(
    `with lender as (insert into suppliers (code, name) values ('LENDER', 'Lender') returning id)
     insert into locations (company_id, parent_id, code, name, type, owner_supplier_id)
     select $1, $2, 'LENT', 'LENT', 'zone', id from lender returning id`,
    [stock.company, stock.place['WH']],
  );
  stock.place['LENT'] = rows[0]!.id;
});
afterAll(() => stock.close());

async function world(method: Method) {
  const product = await stock.product({ tracking: 'lot', costing_method: method, standard_cost: '2.345678' });
  const lots: string[] = [];
  for (const code of ['A', 'B', 'C']) lots.push(await stock.lot(product, code));
  const oracle = new CostingOracle(method, 2_345_678n);
  oracle.lotOrder = [...lots].sort();
  return { product, lots, oracle, lines: [] as { line: Line; movement: string }[], lent: lots.map(() => 0) };
}
type World = Awaited<ReturnType<typeof world>>;

const post = (type: string, line: LineInput, more: object = {}): Promise<Posted> =>
  stock.post([{ type, lines: [line], ...more }]);

/** Runs one command on both sides; what cannot be done now is passed over. */
async function step(w: World, c: Command): Promise<void> {
  const { oracle, product } = w;
  const place = PLACES[c.place]!;
  const area = AREA[place];
  const other = PLACES[1 - c.place]!;
  const lot = w.lots[c.lot]!;
  const there = Number(oracle.onHand(area, lot));
  const some = there > 0 ? 1 + (c.quantity % there) : 0;
  const record = (posted: Posted, line: Line, nth = 0): void => {
    const [got] = posted.movements[nth]!.lines;
    expect(`${c.kind} ${got!.value}`).toBe(`${c.kind} ${money(line.value)}`);
    Object.assign(line, { id: got!.id });
    for (const y of oracle.layers) if (y.line === 'new') y.line = got!.id;
    w.lines.push({ line, movement: posted.movements[nth]!.id });
  };
  if (c.kind === 'receive') {
    const given = rounded(BigInt(c.quantity) * BigInt(c.micros), 10_000n);
    const posted = await post(
      'receipt',
      stock.line(product, c.quantity, 'SUPPLIER', place, { lot_id: lot, unit_cost: decimal(c.micros) }),
    );
    record(posted, oracle.enter('new', area, lot, BigInt(c.quantity), given));
  } else if (c.kind === 'lend') {
    const posted = await post('receipt', stock.line(product, c.quantity, 'SUPPLIER', 'LENT', { lot_id: lot }));
    expect(posted.movements[0]!.lines[0]!.value).toBe('0.00');
    w.lent[c.lot]! += c.quantity;
  } else if (c.kind === 'take_over') {
    if (w.lent[c.lot] === 0) return;
    const quantity = 1 + (c.quantity % w.lent[c.lot]!);
    const given = rounded(BigInt(quantity) * BigInt(c.micros), 10_000n);
    const posted = await stock.post([
      { type: 'issue', lines: [stock.line(product, quantity, 'LENT', 'SUPPLIER', { lot_id: lot })] },
      {
        type: 'receipt',
        lines: [stock.line(product, quantity, 'SUPPLIER', place, { lot_id: lot, unit_cost: decimal(c.micros) })],
      },
    ]);
    w.lent[c.lot]! -= quantity;
    record(posted, oracle.enter('new', area, lot, BigInt(quantity), given), 1);
  } else if (c.kind === 'issue' && some > 0) {
    const posted = await post('issue', stock.line(product, some, place, 'CUSTOMER', { lot_id: lot }));
    record(posted, oracle.leave('new', area, lot, BigInt(some)));
  } else if (c.kind === 'move' && some > 0) {
    const posted = await post('transfer', stock.line(product, some, place, other, { lot_id: lot }));
    record(posted, oracle.move('new', area, AREA[other], lot, BigInt(some)));
  } else if (c.kind === 'return') {
    const open = w.lines.filter(
      ({ line }) => !line.reversed && (line.from === null) !== (line.to === null) && line.returned < line.quantity,
    );
    const original = open[c.nth % Math.max(open.length, 1)]?.line;
    if (!original) return;
    const left = Number(original.quantity - original.returned);
    const at = (original.from ?? original.to) as string;
    const most = original.from === null ? Math.min(left, Number(oracle.onHand(at, original.lot!))) : left;
    if (most === 0) return;
    const quantity = 1 + (c.quantity % most);
    const real = at === 'WH' ? 'STOCK' : 'N1';
    const [from, to] = original.from === null ? [real, 'SUPPLIER'] : ['CUSTOMER', real];
    const posted = await post(
      'return',
      stock.line(product, quantity, from, to, { lot_id: original.lot!, returns_line_id: original.id }),
    );
    const returned = oracle.giveBack('new', original, BigInt(quantity));
    // What was returned is not returned again here: that a return has a return of its own is tried elsewhere.
    record(posted, Object.assign(returned, { returned: returned.quantity }));
  } else if (c.kind === 'reverse') {
    const open = w.lines.filter(
      ({ line }) => !line.reversed && line.returned === 0n && (line.from === null) !== (line.to === null),
    );
    const original = open[c.nth % Math.max(open.length, 1)];
    if (!original) return;
    const { line, movement } = original;
    if (line.from === null && oracle.onHand(line.to!, line.lot!) < line.quantity) return;
    const real = (line.from ?? line.to) === 'WH' ? 'STOCK' : 'N1';
    const [from, to] = line.from === null ? [real, 'SUPPLIER'] : ['CUSTOMER', real];
    const posted = await post(
      'reversal',
      stock.line(product, Number(line.quantity), from, to, {
        lot_id: line.lot!,
        value: money(line.value),
        returns_line_id: line.id,
      }),
      { reverses_id: movement },
    );
    const back = oracle.reverse('new', line);
    record(posted, Object.assign(back, { reversed: true }));
  } else if (c.kind === 'land') {
    const receipts = w.lines.filter(({ line }) => line.from === null && !line.reversed && line.to !== null);
    const receipt = receipts[c.nth % Math.max(receipts.length, 1)];
    if (!receipt) return;
    const amount = BigInt(c.micros % 10_000) + 1n;
    const posted = await stock.post([], {
      adjustments: [
        {
          company_id: stock.company,
          type: 'landed_cost',
          product_id: product,
          area_id: stock.place[receipt.line.to!],
          line_id: receipt.line.id,
          value: money(amount),
          counter_value: money(-amount),
          source_type: 'test',
          source_id: randomUUID(),
        },
      ],
    });
    const gained = posted.adjustments!.reduce((sum, a) => sum + cents(a.value), 0n);
    expect(`land ${gained}`).toBe(`land ${oracle.land(receipt.line, amount)}`);
  } else if (c.kind === 'change') {
    const method = METHODS[c.nth % 4]!;
    await stock.call('erp.change_costing($1::jsonb)', {
      product_id: product,
      costing_method: method,
      standard_cost: decimal(c.micros),
      source_type: 'test',
      source_id: randomUUID(),
      reason: 'test',
    });
    oracle.change(method, BigInt(c.micros));
  }
}

async function expectSame(w: World): Promise<void> {
  expect(await stock.valuation(w.product, stock.place['LENT'])).toEqual({
    quantity: w.lent.reduce((sum, quantity) => sum + quantity, 0),
    value: '0.00',
  });
  for (const area of ['WH', 'WH2']) {
    const { quantity, value } = w.oracle.area(area);
    expect(await stock.valuation(w.product, stock.place[area])).toEqual({
      quantity: Number(quantity),
      value: money(value),
    });
    const { rows } = await stock.app.query<{ text: string }>(
      `select quantity || ' @ ' || value as text from stock_layers where product_id = $1 and area_id = $2 and quantity > 0 order by received_at, place`,
      [w.product, stock.place[area]],
    );
    const layers = w.oracle.layers.filter((y) => y.area === area && y.quantity > 0n).sort((a, b) => a.age - b.age);
    expect(rows.map(({ text }) => text).sort()).toEqual(layers.map((y) => `${y.quantity} @ ${money(y.value)}`).sort());
  }
}

it.each(METHODS)(
  '%s agrees with the oracle on 2,000 random commands with lots, returns, transfers, reversals, landed costs, changes of method and take-overs',
  async (method) => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 140, maxLength: 160 }), async (commands) => {
        const w = await world(method);
        for (const c of commands) {
          // A method of its own for each run; only every tenth change is let through, or no method would have a history.
          if (c.kind === 'change' && c.nth % 10 !== 0) continue;
          await step(w, c);
        }
        await expectSame(w);
        expect(await stock.broken()).toEqual([]);
      }),
      { numRuns: 14, endOnFailure: process.env['SHRINK'] === undefined },
    );
  },
  240_000,
);

it('2,000 random commands of 16 writers on all methods at once leave every invariant true, and nothing worth anything when all is gone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 2000, maxLength: 2000 }), async (commands) => {
      const worlds: World[] = [];
      for (const method of METHODS) worlds.push(await world(method));
      const queue = [...commands];
      const writer = async (): Promise<void> => {
        for (let c = queue.pop(); c; c = queue.pop()) {
          const { product, lots } = worlds[c.nth % 4]!;
          const place = PLACES[c.place]!;
          const lot_id = lots[c.lot]!;
          const line =
            c.kind === 'issue' || c.kind === 'return' || c.kind === 'reverse'
              ? stock.line(product, c.quantity, place, 'CUSTOMER', { lot_id })
              : c.kind === 'move'
                ? stock.line(product, c.quantity, place, PLACES[1 - c.place]!, { lot_id })
                : stock.line(product, c.quantity * 3, 'SUPPLIER', place, { lot_id, unit_cost: decimal(c.micros) });
          const type =
            line.from_location_id === stock.place['SUPPLIER']
              ? 'receipt'
              : line.to_location_id === stock.place['CUSTOMER']
                ? 'issue'
                : 'transfer';
          await post(type, line).catch((error: { constraint?: string }) => {
            if (error.constraint !== 'INSUFFICIENT_STOCK') throw error;
          });
        }
      };
      await Promise.all(Array.from({ length: 16 }, writer));
      expect(await stock.broken()).toEqual([]);
      for (const { product, lots } of worlds) {
        for (const place of PLACES as readonly Place[]) {
          for (const lot_id of lots) {
            const { rows } = await stock.app.query<{ on_hand: string }>(
              'select on_hand from stock_balances where product_id = $1 and location_id = $2 and lot_id = $3 and on_hand > 0',
              [product, stock.place[place], lot_id],
            );
            if (rows[0])
              await post('issue', stock.line(product, Number(rows[0].on_hand), place, 'CUSTOMER', { lot_id }));
          }
          expect(await stock.valuation(product, stock.place[AREA[place]])).toEqual({ quantity: 0, value: '0.00' });
        }
      }
      expect(await stock.broken()).toEqual([]);
    }),
    { numRuns: 1, endOnFailure: process.env['SHRINK'] === undefined },
  );
}, 240_000);

it('balances and values made anew from nothing are those that are there, to the letter', async () => {
  expect(await expectReplay(stock.owner)).toBeGreaterThan(10);
});
