import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { EntityClass } from '../database/index.js';
import { requirePermission } from '../security/index.js';
import type { Machine } from './state-machine.js';

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

/** An event that happens to a document. */
export interface Step<Document extends { state: State }, State extends string, Event extends string> {
  readonly entity: EntityClass<Document>;
  readonly machine: Machine<State, Event>;
  readonly id: string;
  readonly event: Event;
  readonly reason?: string | null | undefined;
}

/** What the effect of a step leaves to be written. */
export interface StepEffect<Document> {
  readonly columns?: Partial<Document>;
  readonly in_part?: boolean;
}

/** Who moved which document from where to where, and why. Append-only. */
@Injectable()
export class DocumentHistory {
  private readonly watchers = new Map<string, (() => void)[]>();

  constructor(private readonly database: Database) {}

  /**
   * Lets a higher floor know of the steps of documents that cannot know it.
   * @param heard called within the transaction of a step, once for each call of `record`; it must not fail
   */
  watch(machineNames: readonly string[], heard: () => void): void {
    for (const name of machineNames) this.watchers.set(name, [...(this.watchers.get(name) ?? []), heard]);
  }

  async record(...records: HistoryRecord[]): Promise<void> {
    const names = new Set(records.map(({ machine }) => machine.name));
    for (const heard of new Set([...names].flatMap((name) => this.watchers.get(name) ?? []))) heard();
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

  /**
   * One step in the life of a document: lock, machine, permission, effect, state, history; all of it or nothing. That the document is
   * within the caller's scope has been seen before.
   * @param effect what the step does beside; columns that it answers are written with the state. Of an event that can be done in parts it
   *   answers `in_part` when something is left: the document stays in its state
   * @throws NOT_FOUND, STALE_VERSION, INVALID_STATE, FORBIDDEN
   */
  step<Document extends { state: State }, State extends string, Event extends string>(
    { entity, machine, id, event, reason }: Step<Document, State, Event>,
    effect: (document: Document) => Promise<StepEffect<Document> | void> = () => Promise.resolve(),
  ): Promise<void> {
    return this.database.transaction(async () => {
      const document = await this.database.lock(entity, id);
      const to = machine.next(document.state, event);
      requirePermission(machine.events[event].permission);
      const { in_part = false, columns } = (await effect(document)) ?? {};
      if (in_part && !machine.events[event].in_parts) throw new Error(`${machine.name}: ${event} is not done in parts`);
      const state = in_part ? document.state : to;
      await this.database.update<Document>(entity, id, { ...columns, state } as Partial<Document>);
      await this.record({ machine, id, event, from: document.state, to: state, reason });
    });
  }

  /** The changes of one document, the oldest first. */
  of(machine: { readonly name: string }, id: string): Promise<HistoryEntry[]> {
    return this.database.query<HistoryEntry>(
      `select h.event, h.from_state, h.to_state, h.reason, h.actor_id, u.username as actor_username, h.request_id, h.recorded_at
         from erp.document_history h join erp.user_names u on u.id = h.actor_id
        where h.machine = $1 and h.document_id = $2
        order by h.recorded_at, h.id`,
      [machine.name, id],
    );
  }
}
