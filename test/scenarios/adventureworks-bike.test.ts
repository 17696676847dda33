import { fingerprint, importAdventureWorks, keepMappings } from '../support/adventureworks.js';
import { planByHand } from '../support/adventureworks-plan.js';
import type { PlannedNeed } from '../support/adventureworks-plan.js';
import { startTestApp } from '../support/app.js';
import type { Answer, TestActor, TestApp } from '../support/app.js';
import { describeWithSharedData } from '../support/data.js';
import { expectIntegrity, integrityNow } from '../support/integrity.js';

const BIKE = '749'; // BK-R93R-62, Road-150 Red, 62
const ON_STOCK = 133;
const QUANTITY = 2000;

/** What their price lists offer only by the case, can, carton or pack, without saying how many pieces that is. */
const WITHOUT_FACTOR = [
  'AR-5381',
  'BA-8327',
  'BE-2908',
  'CB-2903',
  'CN-6137',
  'GT-2908',
  'KW-4091',
  'LR-8520',
  'NI-9522',
  'PB-6109',
  'RA-2345',
  'RA-7490',
];

interface Product {
  readonly id: string;
  readonly theirs: string;
  readonly sku: string;
}

interface Order {
  readonly id: string;
  readonly product: Product;
  readonly quantity: number;
}

/** Pieces and cents of a product in stock. */
interface Worth {
  readonly pieces: number;
  readonly cents: bigint;
}

const NOTHING: Worth = { pieces: 0, cents: 0n };
const cents = (amount: string): bigint => BigInt(amount.replace('.', ''));
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** From a manufacturer's own files to 2,000 finished bicycles, over HTTP, as its people would do it. */
describeWithSharedData('a real bicycle', () => {
  let app: TestApp;
  let planner: TestActor;
  let storekeeper: TestActor;
  let buyer: TestActor;
  let accountant: TestActor;
  let today: string;
  let warehouse: string;
  const products = new Map<string, Product>();
  /** By our ids. */
  const named = new Map<string, Product>();
  const bills = new Map<string, string>();
  const places = new Map<string, string>();
  let plan: PlannedNeed[];
  let bike: Order;
  const orders: Order[] = [];
  const received = new Map<string, number>();
  let opening: Map<string, Worth>;
  let beforeProduction: Map<string, Worth>;

  const ask = async (who: TestActor, path: string): Promise<any> => {
    const answer = await app.as(who).get(path);
    if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const tell = async (who: TestActor, path: string, body: object = {}): Promise<any> => {
    const answer = await app.as(who).post(path, body);
    if (answer.status >= 300) throw new Error(`POST ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const step = (order: Order, action: string, body: object = {}): Promise<any> =>
    tell(planner, `/ppic/manufacturing-orders/${order.id}/${action}`, body);
  const rows = async (sql: string, params: unknown[] = []): Promise<any[]> => (await app.db.query(sql, params)).rows;

  /** Every row of a list. */
  async function all(who: TestActor, path: string): Promise<any[]> {
    const found: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page: any = await ask(who, `${path}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`);
      found.push(...(page.data as unknown[]));
      cursor = page.next_cursor as string | null;
    } while (cursor);
    return found;
  }

  async function product(theirs: string): Promise<Product> {
    const known = products.get(theirs);
    if (known) return known;
    const { id, sku } = await ask(planner, `/products/by-external-id/adventureworks/${theirs}`);
    const found = { id, sku, theirs };
    products.set(theirs, found);
    named.set(id, found);
    return found;
  }

  async function place(code: string): Promise<string> {
    if (!places.has(code)) {
      const { data } = await ask(storekeeper, `/warehouse/locations?code=${code}`);
      places.set(code, data[0].id);
    }
    return places.get(code)!;
  }

  async function billOf({ id }: Product): Promise<string> {
    if (!bills.has(id)) {
      const { data } = await ask(planner, `/warehouse/bom?product_id=${id}&state=active`);
      expect(data).toHaveLength(1);
      bills.set(id, data[0].id);
    }
    return bills.get(id)!;
  }

  /** Pieces and value of every product, from the valuations that accounting sees. */
  async function stockWorth(): Promise<Map<string, Worth>> {
    const valuations = await all(accountant, '/warehouse/valuations?');
    return new Map(valuations.map((row) => [row.product_id, { pieces: row.quantity, cents: cents(row.value) }]));
  }

  async function anOrderFor(theirs: string, quantity: number, to: string): Promise<Order> {
    const made = await product(theirs);
    const { id } = await tell(planner, '/ppic/manufacturing-orders', {
      product_id: made.id,
      planned_quantity: quantity,
      warehouse_id: warehouse,
      output_location_id: await place(to),
    });
    return { id, product: made, quantity };
  }

  /** From release to close: a third is reported first, the rest with the completion. */
  async function produce(order: Order): Promise<void> {
    const first = Math.ceil(order.quantity / 3);
    expect(await step(order, 'release')).toMatchObject({
      state: 'released',
      reservation_status: 'full',
      shortages: [],
    });
    expect(await step(order, 'start')).toMatchObject({ state: 'in_progress' });
    expect(await step(order, 'reports', { good_quantity: first })).toMatchObject({ good_quantity: first });
    const completed = await step(order, 'complete', { actual_quantity: order.quantity });
    expect(completed).toMatchObject({ state: 'completed', actual_quantity: order.quantity, variance_status: 'exact' });
    expect(await step(order, 'close')).toMatchObject({ state: 'closed', work_in_progress: '0.00' });
    orders.push(order);
  }

  beforeAll(async () => {
    app = await startTestApp();
    planner = await app.actor({ role: 'ppic_manager' });
    storekeeper = await app.actor({ role: 'warehouse_manager' });
    buyer = await app.actor({ role: 'purchasing_manager' });
    accountant = await app.actor({ role: 'accountant' });
    // Their books are in dollars.
    const changed = await app.as(app.admin).patch(`/companies/${app.company_id}`, { currency_code: 'USD' });
    expect(changed.status).toBe(200);
    warehouse = await place('WH');
    today = (await rows('select current_date::text as today'))[0].today;
  }, 120_000);
  afterAll(() => app.close());

  it('begins with all of their files, as they are; a second time they change nothing', async () => {
    await keepMappings(app);
    const jobs = await importAdventureWorks(app);
    expect(jobs.map(({ status, rejected }) => [status, rejected])).toEqual(jobs.map(() => ['succeeded', 0]));
    expect(jobs.reduce((read, { rows_read }) => read + rows_read, 0)).toBe(5978);
    const before = await fingerprint(app);
    const again = await importAdventureWorks(app);
    expect(again.map(({ inserted, updated }) => [inserted, updated])).toEqual(again.map(() => [0, 0]));
    expect(await fingerprint(app)).toEqual(before);
  }, 120_000);

  it('explodes ten bikes for today, through four levels', async () => {
    const bill = await billOf(await product(BIKE));
    const flat = await ask(planner, `/warehouse/bom/${bill}/explosion?mode=flat&quantity=10&date=${today}`);
    expect(flat).toMatchObject({ sku: 'BK-R93R-62', date: today, quantity: 10 });
    const needs = new Map<string, any>(flat.totals.map((row: any) => [row.sku, row]));
    expect(needs.size).toBe(74);
    const figure = (sku: string): [number, number] => [needs.get(sku).level, needs.get(sku).quantity];
    // Two wheels of 36 spokes; a frame takes 2 chain stays, 4 seat stays and 8 ounces of paint.
    expect(figure('SK-9283')).toEqual([2, 10 * 2 * 36]);
    expect(figure('CS-2812')).toEqual([2, 10 * 2]);
    expect(figure('SS-2985')).toEqual([2, 10 * 4]);
    expect(figure('PA-361R')).toEqual([2, 10 * 8]);
    // Each of the 40 seat stays is cut from one sheet; the fork has two blades, deeper down.
    expect(figure('MS-1981')).toEqual([3, 40]);
    expect(figure('BL-2036')).toEqual([3, 10 * 2]);
    expect(figure('MS-0253')[0]).toBe(4);
    const tree = await ask(planner, `/warehouse/bom/${bill}/explosion?quantity=10&date=${today}`);
    expect(tree.components).toHaveLength(14);
    expect(tree.components.every(({ quantity }: any) => quantity === 10)).toBe(true);
    const available = await ask(planner, `/warehouse/bom/${bill}/availability?quantity=10`);
    expect(available.can_build).toBe(0);
    expect(available.shortages).toMatchObject([{ sku: 'FR-R92R-62', required: 10, available: 0, short: 10 }]);
  });

  it('ships the bikes there are, and is asked for 2,000 more', async () => {
    const { id } = await product(BIKE);
    const stock = await ask(storekeeper, `/warehouse/stock/${id}`);
    expect(stock).toMatchObject({ on_hand: ON_STOCK, reserved: 0, available: ON_STOCK });
    const issue = { lines: [{ product_id: id, quantity: ON_STOCK, pick_within: warehouse }] };
    const shipped = await tell(storekeeper, '/warehouse/issues', issue);
    // 60 and 73 from two places, at the standard cost of 2,171.2942.
    expect(shipped.lines.map(({ quantity, value }: any) => [quantity, value])).toEqual([
      [60, '130277.65'],
      [73, '158504.48'],
    ]);
    bike = await anOrderFor(BIKE, QUANTITY, 'AW-7');
    expect(await step(bike, 'approve')).toMatchObject({ state: 'approved', material_availability: 'short' });
    opening = await stockWorth();
  });

  it('refuses to release the order, with everything that is short, and holds nothing', async () => {
    plan = planByHand(BIKE, QUANTITY, today);
    const first = plan.filter(({ level }) => level === 1);
    for (const query of ['?dry_run=true', '']) {
      const answer: Answer = await app.as(planner).post(`/ppic/manufacturing-orders/${bike.id}/release${query}`, {});
      expect(answer).toMatchObject({ status: 409, body: { error_code: 'INSUFFICIENT_STOCK' } });
      const shortages = answer.body.shortages as { product_id: string; requested: number; available: number }[];
      const listed = new Map(shortages.map((row) => [row.product_id, [row.requested, row.available]]));
      const expected = new Map<string, number[]>();
      for (const { product: theirs, needed, there } of first) expected.set((await product(theirs)).id, [needed, there]);
      expect(listed.size).toBe(14);
      expect(listed).toEqual(expected);
    }
    const { body } = await app.as(planner).get(`/ppic/manufacturing-orders/${bike.id}`);
    expect(body).toMatchObject({ state: 'approved', reservation_status: 'none', material_value: '0.00' });
    expect(await rows('select 1 from erp.stock_reservations')).toEqual([]);
  });

  it('lists what is short, level by level, as the files have it', async () => {
    const bill = await billOf(await product(BIKE));
    const flat = await ask(planner, `/warehouse/bom/${bill}/explosion?mode=flat&quantity=${QUANTITY}&date=${today}`);
    for (const need of plan) await product(need.product);
    const needed = new Map<string, number>();
    const listed: PlannedNeed[] = [];
    // What one order needs: its own bill and no deeper. What is short of a sub-assembly is an order of its own.
    const open = async (bom: string, quantity: number): Promise<void> => {
      if (quantity === 0) return;
      const single = await ask(
        planner,
        `/warehouse/bom/${bom}/explosion?mode=single&quantity=${quantity}&date=${today}`,
      );
      for (const row of single.components) {
        needed.set(row.component_id, (needed.get(row.component_id) ?? 0) + (row.quantity as number));
      }
    };
    await open(bill, QUANTITY);
    for (const each of [1, 2, 3, 4]) {
      for (const { component_id, level, bom_id } of flat.totals) {
        if (level !== each) continue;
        const { available } = await ask(storekeeper, `/warehouse/stock/${component_id}?warehouse_id=${warehouse}`);
        const gross = needed.get(component_id) ?? 0;
        const short = Math.max(0, gross - available);
        const theirs = named.get(component_id)?.theirs ?? 'not in the files';
        listed.push({ product: theirs, level, needed: gross, there: available, short, made: bom_id !== null });
        if (bom_id !== null) await open(bom_id, short);
      }
    }
    const inOrder = (needs: PlannedNeed[]): PlannedNeed[] =>
      [...needs].sort((a, b) => a.level - b.level || Number(a.product) - Number(b.product));
    expect(inOrder(listed)).toEqual(inOrder(plan));
    expect(flat.totals.every((row: any) => row.level >= 1 && row.level <= 4)).toBe(true);
    const short = plan.filter((need) => need.short > 0);
    const count = (level: number, made: boolean): number =>
      short.filter((need) => need.level === level && need.made === made).length;
    expect([1, 2, 3, 4].map((level) => [count(level, true), count(level, false)])).toEqual([
      [10, 4],
      [11, 27],
      [3, 7],
      [0, 2],
    ]);
  });

  it('tells the one factor it knows: a gallon of paint is 128 ounces', async () => {
    const paint = await product('493');
    const quotes = `/supplier-prices/best?product_id=${paint.id}&quantity=15907`;
    const before = await ask(buyer, quotes);
    expect(before.currency_code).toBe('USD');
    expect(before.offers.map((offer: any) => offer.not_comparable)).toEqual(['NO_CONVERSION', 'NO_CONVERSION']);
    const unit = async (code: string): Promise<string> => (await ask(buyer, `/units?code=${code}`)).data[0].id;
    const factor = {
      from_unit_id: await unit('GAL'),
      to_unit_id: await unit('OZ'),
      product_id: paint.id,
      numerator: 128,
    };
    expect((await app.as(app.admin).post('/unit-conversions', factor)).status).toBe(201);
    const after = await ask(buyer, quotes);
    // 15,907 / 128 = 124.3, so 125 gallons, 16,000 ounces.
    expect(after.offers[0]).toMatchObject({
      price: '54.430000',
      order_quantity: 125,
      stock_quantity: 16000,
      amount: '6803.75',
    });
  });

  it('receives what is short of bought parts at the best price of the day', async () => {
    const to = await place('AW-6');
    const lines: object[] = [];
    const unpriced: string[] = [];
    let spent = 0n;
    for (const { product: theirs, short } of plan.filter((need) => !need.made && need.short > 0)) {
      const { id, sku } = await product(theirs);
      const { offers } = await ask(buyer, `/supplier-prices/best?product_id=${id}&quantity=${short}`);
      const best = offers[0];
      if (best.not_comparable === null) {
        expect(best.stock_quantity).toBeGreaterThanOrEqual(short);
        received.set(id, best.stock_quantity);
        spent += cents(best.amount);
        lines.push({ product_id: id, quantity: best.stock_quantity, to_location_id: to, value: best.amount });
      } else {
        // Nobody can say what a piece of these costs; their standard cost is zero too.
        expect(best).toMatchObject({ not_comparable: 'NO_CONVERSION', amount: null, price_per_stock_unit: null });
        unpriced.push(sku);
        received.set(id, short);
        lines.push({ product_id: id, quantity: short, to_location_id: to });
      }
    }
    expect(unpriced.sort()).toEqual(WITHOUT_FACTOR);
    const receipt = await tell(storekeeper, '/warehouse/receipts', { reference: 'Parts for 2,000 bikes', lines });
    const lineOf = async (theirs: string): Promise<any> => {
      const { id } = await product(theirs);
      return receipt.lines.find((line: any) => line.product_id === id);
    };
    // 2,079 tyres at 41.39; 118 dozen chains at 14.99 for the 1,411 that are short; ball bearings without a price.
    expect(await lineOf('933')).toMatchObject({ quantity: 2079, value: '86049.81' });
    expect(await lineOf('952')).toMatchObject({ quantity: 1416, value: '1768.82' });
    expect(await lineOf('4')).toMatchObject({ quantity: 8422, value: '0.00' });
    expect(sum(receipt.lines.map((line: any) => cents(line.value)))).toBe(spent);
    beforeProduction = await stockWorth();
    const worth = (stock: Map<string, Worth>): bigint => sum([...stock.values()].map((row) => row.cents));
    expect(worth(beforeProduction) - worth(opening)).toBe(spent);
    // The opening stock, less the 133 bikes.
    expect(worth(opening)).toBe(cents('20092679.15') - cents('288782.13'));
  });

  it('makes the sub-assemblies from the bottom up, then the bikes', async () => {
    const made = plan.filter((need) => need.made && need.short > 0).sort((a, b) => b.level - a.level);
    expect(made).toHaveLength(24);
    for (const { product: theirs, short } of made) {
      const order = await anOrderFor(theirs, short, 'AW-50');
      await step(order, 'approve');
      await produce(order);
    }
    expect(await ask(planner, `/ppic/manufacturing-orders/${bike.id}`)).toMatchObject({
      state: 'approved',
      material_availability: 'available',
      shortages: [],
    });
    await produce(bike);
    const history = await ask(planner, `/ppic/manufacturing-orders/${bike.id}/history`);
    const events = (history.data ?? history).map(({ event }: any) => event);
    expect(events.filter((event: string) => event !== 'create')).toEqual([
      'approve',
      'release',
      'start',
      'complete',
      'close',
    ]);
  }, 180_000);

  it('took exactly what the plan said, and nothing else moved', async () => {
    const now = await stockWorth();
    const expected = new Map([...beforeProduction].map(([id, { pieces }]) => [id, pieces]));
    for (const { product: theirs, needed, short, made } of plan) {
      const { id } = await product(theirs);
      expect([theirs, opening.get(id)?.pieces ?? 0]).toEqual([
        theirs,
        plan.find((need) => need.product === theirs)!.there,
      ]);
      expected.set(id, (expected.get(id) ?? 0) + (made ? short : 0) - needed);
    }
    expected.set(bike.product.id, QUANTITY);
    const actual = new Map([...now].map(([id, { pieces }]) => [id, pieces]));
    expect(actual).toEqual(expected);
    // Rear brakes are bought: 723 were there and 1,277 came, all of them are on the bikes. Tyres: 527 and 2,079, 2,606 used.
    expect(actual.get((await product('907')).id)).toBe(0);
    expect(actual.get((await product('933')).id)).toBe(0);
    // Chains came by the dozen: 1,416 for 1,411.
    expect(actual.get((await product('952')).id)).toBe(5);
    const bikes = await ask(storekeeper, `/warehouse/stock/${bike.product.id}`);
    expect(bikes.locations.filter((row: any) => row.on_hand > 0)).toMatchObject([
      { location_code: 'AW-7', on_hand: QUANTITY, reserved: 0, available: QUANTITY },
    ]);
  });

  it('has in the bikes, to the cent, what went into them', async () => {
    const flows = await rows(
      `select m.source_id as order_id, l.product_id,
              coalesce(sum(l.value) filter (where m.type = 'production_consumption'), 0)::text as consumed,
              coalesce(sum(l.value) filter (where m.type = 'production_output'), 0)::text as received
         from erp.stock_ledgers l join erp.stock_movements m on m.id = l.movement_id
        where m.source_type = 'manufacturing_order' group by m.source_id, l.product_id`,
    );
    const corrections = await rows(
      `select wip_source_id as order_id, product_id, sum(value)::text as value, sum(variance_value)::text as variance
         from erp.stock_value_adjustments group by wip_source_id, product_id`,
    );
    expect(orders).toHaveLength(25);
    const consumed = new Map<string, bigint>();
    const output = new Map<string, bigint>();
    for (const { id, product: made, quantity } of orders) {
      const own = flows.filter((flow) => flow.order_id === id);
      const into = sum(own.map((flow) => cents(flow.consumed)));
      const trueUp = corrections.filter((row) => row.order_id === id);
      const out = sum([...own.map((flow) => cents(flow.received)), ...trueUp.map((row) => cents(row.value))]);
      expect([made.sku, out]).toEqual([made.sku, into]);
      expect(trueUp.every((row) => row.product_id === made.id && Number(row.variance) === 0)).toBe(true);
      const document = await ask(planner, `/ppic/manufacturing-orders/${id}`);
      expect(document).toMatchObject({ state: 'closed', good_quantity: quantity, work_in_progress: '0.00' });
      expect(cents(document.material_value)).toBe(into);
      expect(cents(document.output_value) + cents(document.settled_value)).toBe(into);
      expect(document.variance_value).toBe('0.00');
      output.set(made.id, out);
      for (const flow of own) {
        consumed.set(flow.product_id, (consumed.get(flow.product_id) ?? 0n) + cents(flow.consumed));
      }
    }

    // Down through the sub-assemblies: what was there and what was made is on the bikes, or still there.
    const now = await stockWorth();
    const used = (id: string): bigint => (beforeProduction.get(id) ?? NOTHING).cents - (now.get(id) ?? NOTHING).cents;
    let wentIn = 0n;
    for (const { product: theirs } of plan) {
      const { id, sku } = await product(theirs);
      expect([sku, used(id)]).toEqual([sku, (consumed.get(id) ?? 0n) - (output.get(id) ?? 0n)]);
      wentIn += used(id);
    }
    const bikes = now.get(bike.product.id)!;
    expect(bikes).toEqual({ pieces: QUANTITY, cents: wentIn });
    expect(output.get(bike.product.id)).toBe(wentIn);

    // So each bike costs what its fourteen components cost, divided by 2,000 and rounded once.
    const { data } = await ask(accountant, `/warehouse/valuations?product_id=${bike.product.id}`);
    const millionths = (wentIn * 10_000n * 2n + BigInt(QUANTITY)) / (2n * BigInt(QUANTITY));
    expect(data).toHaveLength(1);
    expect(BigInt(data[0].unit_cost.replace('.', ''))).toBe(millionths);
  });

  it('leaves the whole stock worth what it was: production only moves value', async () => {
    const now = await stockWorth();
    const worth = (stock: Map<string, Worth>): bigint => sum([...stock.values()].map((row) => row.cents));
    expect(worth(now)).toBe(worth(beforeProduction));
    const [{ wip }] = await rows(
      'select coalesce(sum(erp.work_in_progress(id)), 0)::text as wip from erp.manufacturing_orders',
    );
    expect(Number(wip)).toBe(0);
  });

  it('has ledger = balance in quantity and value, for every product and location', async () => {
    const integrity = await integrityNow(app);
    expect(integrity.invariants.filter(({ violations }: any) => violations > 0)).toEqual([]);
    expect(integrity.ok).toBe(true);
    await expectIntegrity(app);

    // The same by a second way: every line once out of a place and once into one.
    const legs = `select l.product_id, leg.location_id, leg.area_id, leg.quantity, leg.value
                    from erp.stock_ledgers l cross join lateral (values
                         (l.from_location_id, l.from_area_id, -l.quantity, -l.value),
                         (l.to_location_id, l.to_area_id, l.quantity, l.value)) leg (location_id, area_id, quantity, value)`;
    const pieces = await rows(
      `select coalesce(a.product_id, b.product_id) as product_id, a.quantity::text as ledger, b.on_hand::text as balance
         from (select product_id, location_id, sum(quantity) as quantity from (${legs}) leg
                where area_id is not null group by product_id, location_id) a
         full join (select product_id, location_id, sum(on_hand) as on_hand from erp.stock_balances group by product_id, location_id) b
           on b.product_id = a.product_id and b.location_id = a.location_id
        where coalesce(a.quantity, 0) <> coalesce(b.on_hand, 0)`,
    );
    expect(pieces).toEqual([]);
    const values = await rows(
      `select coalesce(a.product_id, v.product_id) as product_id, a.value::text as ledger, v.value::text as valuation, a.quantity::text, v.quantity::text as valued
         from (select product_id, area_id, sum(quantity) as quantity, sum(value) as value
                 from (select product_id, area_id, quantity, value from (${legs}) leg
                       union all select product_id, area_id, 0, value from erp.stock_value_adjustments where product_id is not null) moved
                where area_id is not null group by product_id, area_id) a
         full join erp.stock_valuations v on v.product_id = a.product_id and v.area_id = a.area_id
        where (coalesce(a.value, 0), coalesce(a.quantity, 0)) is distinct from (coalesce(v.value, 0), coalesce(v.quantity, 0))`,
    );
    expect(values).toEqual([]);
    const [held] = await rows(`select coalesce(sum(reserved), 0)::int as reserved from erp.stock_balances`);
    expect(held).toEqual({ reserved: 0 });
  });
});
