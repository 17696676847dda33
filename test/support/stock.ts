import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { cloneDatabase } from './database.js';
import type { TestDatabase } from './database.js';

export const SYSTEM_USER = '00000000-0000-7000-8000-000000000001';

/** One line of a posting as `erp.post_stock_movement` takes it. */
export interface LineInput {
  product_id: string;
  quantity: number;
  from_location_id?: string;
  to_location_id?: string;
  pick_within?: string;
  reserved_for?: string;
  unit_cost?: string;
  value?: string;
  planned_unit_cost?: string;
  lot_id?: string;
  returns_line_id?: string;
}

export interface MovementInput {
  type: string;
  company_id?: string;
  source_type?: string;
  source_id?: string;
  reason?: string;
  effective_at?: string;
  reverses_id?: string;
  pointer?: string;
  lines: LineInput[];
}

export interface PostedLine {
  id: string;
  line_no: number;
  product_id: string;
  lot_id: string | null;
  quantity: number;
  from_location_id: string;
  to_location_id: string;
  value: string;
}

export interface Posted {
  movements: { id: string; number: string; recorded_at: string; lines: PostedLine[] }[];
  adjustments?: {
    id: string;
    type: string;
    value: string;
    wip_value: string;
    counter_value: string;
    variance_value: string;
  }[];
}

/** A refusal of our own SQL: its SQLSTATE, its code and what it lists. */
export interface Refusal {
  state: string;
  code: string;
  detail: Record<string, any>;
}

/** A database with stock, called the way the application calls it: as `erp_app`, one function call for each posting. */
export class StockDatabase {
  company = '';
  /** Locations of the company by code. */
  place: Record<string, string> = {};
  private numbered = 0;

  private constructor(
    readonly database: TestDatabase,
    readonly owner: Pool,
    readonly app: Pool,
  ) {}

  static async open(): Promise<StockDatabase> {
    const database = await cloneDatabase();
    const context = `-c erp.actor=${SYSTEM_USER} -c erp.request_id=test`;
    const stock = new StockDatabase(
      database,
      database.pool({ options: `-c search_path=erp,public ${context}` }),
      database.appPool({ max: 32, options: `-c role=erp_app -c search_path=erp ${context}` }),
    );
    const { rows } = await stock.owner.query<{ id: string }>(`select id from companies where code = 'MAIN'`);
    await stock.use(rows[0]!.id);
    return stock;
  }

  /** A further company; `warehouse` values its stock by warehouse. Its locations become the current ones. */
  async openCompany(valuationScope: 'company' | 'warehouse'): Promise<string> {
    const code = `C${++this.numbered}${randomUUID().slice(0, 8)}`;
    const { rows } = await this.owner.query<{ id: string }>(
      `insert into companies (code, name, currency_code, valuation_scope) values ($1, $1, 'IDR', $2) returning id`,
      [code, valuationScope],
    );
    await this.use(rows[0]!.id);
    return this.company;
  }

  async use(company: string): Promise<void> {
    this.company = company;
    const { rows } = await this.owner.query<{ id: string; code: string }>(
      `select id, code from locations where company_id = $1`,
      [company],
    );
    this.place = Object.fromEntries(rows.map(({ id, code }) => [code, id]));
  }

  /** A location below another one, or a root when `parent` is null. */
  async location(code: string, parent: string | null, type = 'bin'): Promise<string> {
    const { rows } = await this.owner.query<{ id: string }>(
      `insert into locations (company_id, parent_id, code, name, type) values ($1, $2, $3, $3, $4) returning id`,
      [this.company, parent === null ? null : this.place[parent], code, type],
    );
    return (this.place[code] = rows[0]!.id);
  }

  async product(values: Record<string, unknown> = {}): Promise<string> {
    const sku = `SKU-${++this.numbered}-${randomUUID().slice(0, 8)}`;
    const all = { sku, name: sku, type: 'material', ...values };
    const names = Object.keys(all);
    const { rows } = await this.owner.query<{ id: string }>(
      `insert into products (${names.join(', ')}, unit_id) select ${names.map((_, i) => `$${i + 1}`).join(', ')}, (select id from units order by code limit 1) returning id`,
      Object.values(all),
    );
    return rows[0]!.id;
  }

  /** A lot of a tracked product, or one of its serial numbers. */
  async lot(product: string, code: string, values: Record<string, unknown> = {}): Promise<string> {
    const all = { product_id: product, code, ...values };
    const names = Object.keys(all);
    const { rows } = await this.owner.query<{ id: string }>(
      `insert into lots (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning id`,
      Object.values(all),
    );
    return rows[0]!.id;
  }

  async call<T>(sql: string, argument: unknown): Promise<T> {
    const { rows } = await this.app.query<{ answer: T }>(`select ${sql} as answer`, [JSON.stringify(argument)]);
    return rows[0]!.answer;
  }

  post(movements: MovementInput[], extra: { adjustments?: object[]; releases?: object[] } = {}): Promise<Posted> {
    return this.call('erp.post_stock_movement($1::jsonb)', {
      movements: movements.map((movement) => ({ company_id: this.company, ...movement })),
      ...extra,
    });
  }

  reserve(
    requests: object[],
    partial = false,
  ): Promise<{ reserved: { id: string; location_id: string; quantity: number }[]; shortages: any[] }> {
    return this.call('erp.reserve_stock($1::jsonb)', { requests, partial });
  }

  release(what: object): Promise<{ id: string; released_quantity: number }[]> {
    return this.call('erp.release_stock_reservations($1::jsonb)', what);
  }

  /** Brings in stock from the supplier. */
  async receive(product: string, quantity: number, unitCost: string, to = 'STOCK'): Promise<Posted> {
    return this.post([
      { type: 'receipt', lines: [this.line(product, quantity, 'SUPPLIER', to, { unit_cost: unitCost })] },
    ]);
  }

  line(product: string, quantity: number, from: string, to: string, more: Partial<LineInput> = {}): LineInput {
    return {
      product_id: product,
      quantity,
      from_location_id: this.place[from]!,
      to_location_id: this.place[to]!,
      ...more,
    };
  }

  async balance(product: string, code: string): Promise<{ on_hand: number; reserved: number }> {
    const { rows } = await this.app.query<{ on_hand: string; reserved: string }>(
      `select on_hand, reserved from stock_balances where product_id = $1 and location_id = $2`,
      [product, this.place[code]],
    );
    return { on_hand: Number(rows[0]?.on_hand ?? 0), reserved: Number(rows[0]?.reserved ?? 0) };
  }

  async valuation(product: string, area: string = this.company): Promise<{ quantity: number; value: string }> {
    const { rows } = await this.app.query<{ quantity: string; value: string }>(
      `select quantity, value from stock_valuations where product_id = $1 and area_id = $2`,
      [product, area],
    );
    return { quantity: Number(rows[0]?.quantity ?? 0), value: rows[0]?.value ?? '0.00' };
  }

  /** Names of the invariants that do not hold. */
  async broken(): Promise<string[]> {
    const { rows } = await this.app.query<{ name: string }>(
      `select name from check_stock_integrity() where violations > 0
       union all select name from check_location_limits() where violations > 0`,
    );
    return rows.map(({ name }) => name);
  }

  async close(): Promise<void> {
    await this.database.drop();
  }
}

/** What a call was refused with. @throws when it was not refused */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { code = '', constraint = '', detail } = error as { code?: string; constraint?: string; detail?: string };
    return {
      state: code,
      code: constraint,
      detail: detail?.startsWith('{') ? (JSON.parse(detail) as Record<string, any>) : {},
    };
  }
  throw new Error('The call was not refused');
}
