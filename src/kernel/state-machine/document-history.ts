import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';

/** One change of state, as `GET /{resource}/{id}/history` shows it. */
export interface HistoryEntry {
  readonly event: string;
  readonly from_state: string | null;
  readonly to_state: string;
  readonly reason: string | null;
  readonly actor_id: string;
  readonly actor_username: string;
  readonly request_id: string | null;
  readonly recorded_at: string;
}

export interface HistoryRecord {
  readonly machine: { readonly name: string };
  readonly id: string;
  readonly event: string;
  readonly from: string | null;
  readonly to: string;
  readonly reason?: string | null | undefined;
}

/** Who moved which document from where to where, and why. Append-only. */
@Injectable()
export class DocumentHistory {
  constructor(private readonly database: Database) {}

  async record(...records: HistoryRecord[]): Promise<void> {
    await this.database.query(
      `insert into erp.document_history (machine, document_id, event, from_state, to_state, reason)
       select * from unnest($1::text[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[])`,
      [
        records.map((r) => r.machine.name),
        records.map((r) => r.id),
        records.map((r) => r.event),
        records.map((r) => r.from),
        records.map((r) => r.to),
        records.map((r) => r.reason ?? null),
      ],
    );
  }

  /** The changes of one document, the oldest first. */
  of(machine: { readonly name: string }, id: string): Promise<HistoryEntry[]> {
    return this.database.query<HistoryEntry>(
      `select h.event, h.from_state, h.to_state, h.reason, h.actor_id, u.username as actor_username, h.request_id, h.recorded_at
         from erp.document_history h join erp.users u on u.id = h.actor_id
        where h.machine = $1 and h.document_id = $2
        order by h.recorded_at, h.id`,
      [machine.name, id],
    );
  }
}
