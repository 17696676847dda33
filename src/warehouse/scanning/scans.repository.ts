import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';
import { can, currentActor } from '../../kernel/security/index.js';
import type { Scannable, ScannedRow } from './scannables.js';

/** A product as a barcode, GTIN or SKU names it, and what one scan of that code holds. */
export interface NamedProduct {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly stock_unit_id: string;
  readonly unit_id: string;
  readonly unit_code: string;
  readonly quantity: number;
}

export interface NamedLot {
  readonly id: string;
  readonly product_id: string;
  readonly code: string;
  readonly expires_on: string | null;
  readonly manufactured_on: string | null;
}

/** At most so many things are shown for a text that names several. */
const MATCHES = 20;
const ALL_NAMED =
  'cardinality($2::uuid[]) + coalesce(cardinality($3::uuid[]), 0) + cardinality($4::text[]) + coalesce(cardinality($5::uuid[]), 0) >= 0';

/** What codes stand for. Each question is one statement, however many codes it is about. */
@Injectable()
export class ScansRepository {
  constructor(private readonly db: Database) {}

  /** What the parts of one of our codes, or (`by_text`) a plain text, name among some kinds of things, as far as the caller may see them. */
  async named(
    kinds: readonly Scannable[],
    parts: readonly string[],
    by: 'by_parts' | 'by_text',
    gtin: string | null = null,
  ): Promise<ScannedRow[]> {
    const found = kinds.flatMap((kind) => (kind[by] ? [rowsOf(kind, kind[by])] : []));
    return this.rows(
      found,
      parts,
      [parts[0], gtin].filter((text) => text != null),
    );
  }

  /** Things of one kind by their ids, as far as the caller may see them. */
  async byId(kind: Scannable, ids: readonly string[]): Promise<Map<string, ScannedRow>> {
    const rows = await this.rows([rowsOf(kind, `${kind.id} = any($1::uuid[])`, ids.length)], ids, []);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Every parameter is named, whether a kind asks for it or not. */
  private async rows(
    selects: readonly string[],
    keys: readonly unknown[],
    texts: readonly string[],
  ): Promise<ScannedRow[]> {
    if (selects.length === 0) return [];
    const { company_ids, warehouse_ids, department_ids } = currentActor();
    return this.db.query<ScannedRow>(
      ['select * from (', selects.join(' union all '), ') found where', ALL_NAMED].join(' '),
      [keys, company_ids, warehouse_ids, texts, department_ids],
    );
  }

  /** Products by what may name them: a barcode (GTINs with 14 digits), or a SKU in any case. */
  async products(codes: readonly string[]): Promise<Map<string, NamedProduct>> {
    if (codes.length === 0) return new Map();
    const rows = await this.db.query<NamedProduct & { wanted: string }>(
      `select w.code as wanted, p.id as product_id, p.sku, p.name, p.tracking, p.unit_id as stock_unit_id, u.id as unit_id, u.code as unit_code,
              coalesce(b.quantity, 1) as quantity
         from unnest($1::text[]) w (code)
         left join erp.product_barcodes b on b.gtin14 = w.code
         join erp.products p on p.id = coalesce(b.product_id, (select q.id from erp.products q where lower(q.sku) = lower(w.code)))
         join erp.units u on u.id = coalesce(b.unit_id, p.unit_id)`,
      [codes],
    );
    return new Map(rows.map(({ wanted, ...product }) => [wanted, product]));
  }

  /** Lots of products by their codes, under `product_id code`. */
  async lots(wanted: readonly { product_id: string; code: string }[]): Promise<Map<string, NamedLot>> {
    if (wanted.length === 0) return new Map();
    const rows = await this.db.query<NamedLot>(
      `select t.id, t.product_id, t.code, t.expires_on, t.manufactured_on
         from jsonb_to_recordset($1::jsonb) w (product_id uuid, code text) join erp.lots t on t.product_id = w.product_id and t.code = w.code`,
      [JSON.stringify(wanted)],
    );
    return new Map(rows.map((lot) => [`${lot.product_id} ${lot.code}`, lot]));
  }

  /** Real locations of a company by code, or by the number that others know them by (their external id), within the caller's scope. */
  async locations(companyId: string, codes: readonly string[]): Promise<Map<string, string>> {
    if (codes.length === 0) return new Map();
    const { company_ids, warehouse_ids } = currentActor();
    const rows = await this.db.query<{ wanted: string; id: string }>(
      `select w.code as wanted, l.id from unnest($2::text[]) w (code)
         join erp.locations l on l.company_id = $1 and (l.code = w.code or l.external_id = w.code)
        where l.company_id = any($3::uuid[]) and ($4::uuid[] is null or l.warehouse_id = any($4::uuid[])) order by l.code = w.code`,
      [companyId, codes, company_ids, warehouse_ids],
    );
    return new Map(rows.map(({ wanted, id }) => [wanted, id]));
  }

  /** Units by code. */
  async units(codes: readonly string[]): Promise<Map<string, string>> {
    if (codes.length === 0) return new Map();
    const rows = await this.db.query<{ code: string; id: string }>(
      'select code, id from erp.units where code = any($1::text[])',
      [codes],
    );
    return new Map(rows.map(({ code, id }) => [code, id]));
  }
}

/** Rows of a kind that the caller may not see are not there. */
function rowsOf(kind: Scannable, where: string, limit = MATCHES): string {
  const seen = can(kind.permission) ? 'true' : 'false';
  return `(select '${kind.kind}' as kind, ${kind.select} from ${kind.from} where ${seen} and ${kind.scope} and (${where}) order by code limit ${limit})`;
}
