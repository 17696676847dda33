import { Injectable } from '@nestjs/common';
import { Database } from '../../kernel/database/index.js';

/** What is about to go on: a lot, what a document speaks of, or both. */
export interface GateSubject {
  readonly company_id: string;
  readonly product_id?: string | null | undefined;
  readonly lot_id?: string | null | undefined;
  readonly source_type?: string | null | undefined;
  readonly source_id?: string | null | undefined;
  /** The operation that must have been inspected; inspections of all of them count when not given. */
  readonly operation?: string | null | undefined;
  /** Asks, with the product, also whether an inspection of this kind is missing. */
  readonly kind?: string | null | undefined;
}

/** A gate of a subject: an inspection that is not passed. */
export interface ShutGate {
  readonly n: number;
  readonly inspection_id: string;
  readonly number: string;
  readonly warehouse_id: string;
  readonly is_rejected: boolean;
}

/** An inspection of pieces that a document speaks of. */
export interface InspectionOfSource {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly accepted_quantity: number;
}

const WANTED = `rows from (jsonb_to_recordset($1::jsonb) as (company_id uuid, product_id uuid, lot_id uuid, source_type text, source_id uuid, operation text, kind text))
  with ordinality w (company_id, product_id, lot_id, source_type, source_id, operation, kind, n)`;

const OF_SUBJECT = `i.company_id = w.company_id and (i.lot_id = w.lot_id or (i.source_id = w.source_id and i.source_type = w.source_type))
  and (w.product_id is null or i.product_id = w.product_id) and (w.operation is null or lower(i.operation) = lower(w.operation))
  and (w.kind is null or i.kind = w.kind)`;

@Injectable()
export class GatesRepository {
  constructor(private readonly db: Database) {}

  /** Gates that are shut, by the place of their subject, counted from zero. */
  shut(subjects: readonly GateSubject[]): Promise<ShutGate[]> {
    return this.db.query<ShutGate>(
      `select (w.n - 1)::integer as n, i.id as inspection_id, i.number, i.warehouse_id, i.state = 'rejected' as is_rejected
         from ${WANTED} join erp.inspections i on ${OF_SUBJECT}
        where i.is_gate and i.state in ('open', 'in_progress', 'rejected')
          and not exists (select from erp.inspections r where r.reinspects_id = i.id and r.state <> 'cancelled')
        order by w.n, i.created_at, i.id`,
      [JSON.stringify(subjects)],
    );
  }

  /** The inspections of a source that count: neither cancelled nor replaced by one after rework. */
  ofSource(sourceType: string, sourceId: string): Promise<InspectionOfSource[]> {
    return this.db.query<InspectionOfSource>(
      `select i.id, i.number, i.state, coalesce(i.accepted_quantity, 0)::bigint as accepted_quantity
         from erp.inspections i
        where i.source_id = $2 and i.source_type = $1 and i.state <> 'cancelled'
          and not exists (select from erp.inspections r where r.reinspects_id = i.id and r.state <> 'cancelled')
        order by i.created_at, i.id`,
      [sourceType, sourceId],
    );
  }

  /** Places of the subjects of which there is no inspection at all, those cancelled left out. */
  async uninspected(subjects: readonly GateSubject[]): Promise<Set<number>> {
    const rows = await this.db.query<{ n: number }>(
      `select (w.n - 1)::integer as n from ${WANTED}
        where not exists (select from erp.inspections i where ${OF_SUBJECT} and i.state <> 'cancelled')`,
      [JSON.stringify(subjects)],
    );
    return new Set(rows.map(({ n }) => n));
  }
}
