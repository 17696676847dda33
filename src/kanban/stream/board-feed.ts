import { PassThrough } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Notifications } from '../../kernel/database/index.js';
import { PeriodicRegistry, PeriodicWork } from '../../kernel/periodic/index.js';
import type { Actor } from '../../kernel/security/index.js';
import { DocumentHistory } from '../../kernel/state-machine/index.js';
import { PPIC } from '../../ppic/index.js';
import { KANBAN } from '../kanban.permissions.js';
import { BoardEventsRepository, earliest } from './board-events.repository.js';
import type { BoardEvent } from './board-events.repository.js';
import { isAfter, serverSentEvent } from './board-position.js';
import type { BoardPosition } from './board-position.js';

const CHANNEL = 'kanban';
/** What is missed by an announcement that never came is seen this much later. */
const LOOK_MS = 1_000;
const MOST_STREAMS = 500;
/** A client that does not read is let go; it comes back with what it has seen. */
const MOST_UNREAD_BYTES = 1024 * 1024;

/** Who may read a thing may hear of it. */
const READ = { card: KANBAN.cards.read, signal: KANBAN.cards.read, work_order: PPIC.work_orders.read } as const;

/** Documents of the floor whose steps change work orders. The database records the change itself; this says that there is one to read. Orders are not among them: that would be a statement more for each of their steps. */
const STEPS = ['work_order', 'work_order_hand_over'];

/** Somebody who watches boards. */
interface Watcher {
  readonly stream: PassThrough;
  readonly actor: () => Actor;
  readonly department_id: string | undefined;
  position: BoardPosition;
}

/** Board changes as they are committed, in any process, to everybody who watches in this one: read once for all of them. */
@Injectable()
export class BoardFeed extends PeriodicWork implements OnModuleInit, OnModuleDestroy {
  private readonly watchers = new Set<Watcher>();
  private stopListening: (() => void) | undefined;
  private reading: Promise<void> | undefined;
  private again = false;

  constructor(
    registry: PeriodicRegistry,
    private readonly notifications: Notifications,
    private readonly events: BoardEventsRepository,
    private readonly history: DocumentHistory,
  ) {
    super(registry, {
      name: 'board-feed',
      title: 'Reads board changes for those who watch, where an announcement was missed.',
      every_ms: LOOK_MS,
      complaint: 'Board changes could not be read',
    });
  }

  onModuleInit(): void {
    this.history.watch(STEPS, () => this.changed());
  }

  /** To be called in each transaction that changes a card, or a signal of a loop. */
  changed(): void {
    this.notifications.announce(CHANNEL);
  }

  /**
   * A stream of changes from a position on; from now on without one, or with a `reset` first where the changes since are gone.
   * @param actor whose scope counts, asked anew for each change
   * @throws SERVICE_UNAVAILABLE when too many watch
   */
  async watch(
    actor: () => Actor,
    department_id: string | undefined,
    since: BoardPosition | null,
  ): Promise<PassThrough> {
    if (this.watchers.size >= MOST_STREAMS) throw KERNEL_ERRORS.SERVICE_UNAVAILABLE(undefined, { retry_after: 5 });
    const kept = since !== null && (await this.events.isKept(since));
    const position = kept ? since : await this.events.now();
    const stream = new PassThrough();
    const watcher: Watcher = { stream, actor, department_id, position };
    stream.write(`retry: 1000\n\n${serverSentEvent(since && !kept ? 'reset' : 'ready', position, {})}`);
    this.watchers.add(watcher);
    this.stopListening ??= this.notifications.listen(CHANNEL, () => void this.attempt());
    const leave = (): void => void this.watchers.delete(watcher);
    stream.once('close', leave).once('error', leave);
    void this.attempt();
    return stream;
  }

  /** Ends every stream: those who watch come back to another process, with what they have seen. */
  onModuleDestroy(): void {
    this.stopListening?.();
    for (const { stream } of this.watchers) stream.end();
    this.watchers.clear();
  }

  /** One reading at a time; a change heard meanwhile is read right after. */
  protected async work(): Promise<void> {
    this.again = true;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    await this.reading;
  }

  private async read(): Promise<void> {
    while (this.again) {
      this.again = false;
      for (let more = true; more;) {
        // Who joins while this is read has a place of their own, perhaps before it: they are told from there by the next reading.
        const watchers = [...this.watchers];
        const from = earliest(watchers.map(({ position }) => position));
        if (from === null) return;
        const next = await this.events.after(from);
        for (const event of next.events) for (const watcher of watchers) tell(watcher, event);
        more = next.more;
      }
    }
  }
}

function tell(watcher: Watcher, event: BoardEvent): void {
  if (watcher.stream.writableEnded || !isAfter(event.position, watcher.position)) return;
  watcher.position = event.position;
  if (!sees(watcher, event)) return;
  if (watcher.stream.writableLength > MOST_UNREAD_BYTES) watcher.stream.destroy();
  else watcher.stream.write(serverSentEvent(event.kind, event.position, event.data));
}

/** As in lists: a card of no department is everybody's, and one end of its way is enough for a caller limited to warehouses. */
function sees(
  { actor, department_id: wanted }: Watcher,
  { kind, company_id, department_id, warehouse_ids }: BoardEvent,
): boolean {
  const { permissions, company_ids, department_ids, warehouse_ids: own } = actor();
  return (
    permissions.has(READ[kind]) &&
    company_ids.includes(company_id) &&
    (wanted === undefined || wanted === department_id) &&
    (department_ids === null || department_id === null || department_ids.includes(department_id)) &&
    (own === null || warehouse_ids.some((id) => own.includes(id)))
  );
}
