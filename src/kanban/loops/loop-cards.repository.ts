import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';
import type { LoopCardDto, LoopSignalDto } from './loop-cards.dto.js';
import type { LoopCardState } from './loop-card.machine.js';
import { loopScope } from './loop-scope.js';

const LATE = `coalesce(s.due_on < current_date and s.state in ('open', 'ordered'), false)`;
const LOOP_OF = `join erp.kanban_loops l on l.id = c.loop_id join erp.products p on p.id = l.product_id join erp.locations t on t.id = l.to_location_id
  left join erp.locations f on f.id = l.from_location_id`;

const SIGNALS = defineList({
  select: `s.id, s.loop_id, l.number as loop_number, s.card_id, c.number as card_number, l.kind, l.company_id, l.department_id, l.product_id, p.sku, l.supplier_id,
    s.origin, s.state, s.quantity, s.due_on, ${LATE} as is_late, s.document_type, s.document_id, s.document_number, s.reference, s.blocked_code, s.blocked_reason,
    s.received_quantity, s.scanned_at, s.ordered_at, s.received_at, s.withdrawn_at, s.signalled_by, s.created_at`,
  from: `erp.kanban_signals s join erp.kanban_loop_cards c on c.id = s.card_id ${LOOP_OF}`,
  id: 's.id',
  sorts: { created_at: 's.created_at', due_on: 's.due_on' },
  default_sort: '-created_at',
  search: ['c.number', 'l.number', 'p.sku', `coalesce(s.document_number, s.reference, '')`],
  filters: {
    state: 's.state = any(?::text[])',
    kind: 'l.kind = ?',
    loop_id: 's.loop_id = ?',
    card_id: 's.card_id = ?',
    department_id: 'l.department_id = ?',
    supplier_id: 'l.supplier_id = ?',
    document_id: 's.document_id = ?',
    blocked_code: 's.blocked_code = ?',
    late: `${LATE} = ?`,
  },
});

const CARDS = defineList({
  select: `c.id, c.number, c.loop_id, l.number as loop_number, l.kind, l.company_id, l.department_id, l.product_id, p.sku, p.name as product_name,
    t.code as to_location_code, l.container_quantity, c.state, c.is_leaving, ${LATE} as is_late, s.id as signal_id, c.version, c.created_at, c.updated_at`,
  from: `erp.kanban_loop_cards c ${LOOP_OF} left join erp.kanban_signals s on s.card_id = c.id and s.received_at is null and s.withdrawn_at is null`,
  id: 'c.id',
  sorts: { created_at: 'c.created_at' },
  default_sort: '-created_at',
  search: ['c.number', 'l.number', 'p.sku', 'p.name'],
  filters: {
    state: 'c.state = any(?::text[])',
    loop_id: 'c.loop_id = ?',
    department_id: 'l.department_id = ?',
    product_id: 'l.product_id = ?',
    kind: 'l.kind = ?',
    late: `${LATE} = ?`,
  },
});

type CardRow = Omit<LoopCardDto, 'signal'> & { signal_id: string | null };

/** A card as far as who chooses among the cards of a loop looks at it. */
export interface CirculatingCard {
  readonly id: string;
  readonly loop_id: string;
  readonly number: string;
  readonly state: LoopCardState;
  readonly is_leaving: boolean;
}

@Injectable()
export class LoopCardsRepository {
  constructor(private readonly db: Database) {}

  async page(query: ListParameters): Promise<Page<LoopCardDto>> {
    const page = await this.db.page<CardRow>(CARDS, query, loopScope());
    return { ...page, data: await this.withSignals(page.data) };
  }

  /** @throws NOT_FOUND also outside the caller's companies, departments and warehouses */
  async get(id: string): Promise<LoopCardDto> {
    const row = await this.db.listed<CardRow>(CARDS, id, loopScope());
    if (!row) throw notFound('Loop card', id);
    return (await this.withSignals([row]))[0]!;
  }

  signalPage(query: ListParameters): Promise<Page<LoopSignalDto>> {
    return this.db.page<LoopSignalDto>(SIGNALS, query, loopScope());
  }

  /** @throws NOT_FOUND */
  async signal(id: string): Promise<LoopSignalDto> {
    const signal = await this.db.listed<LoopSignalDto>(SIGNALS, id, loopScope());
    if (!signal) throw notFound('Signal', id);
    return signal;
  }

  /** Signals by their ids, in that order. */
  async signals(ids: readonly string[]): Promise<LoopSignalDto[]> {
    if (ids.length === 0) return [];
    const { data } = await this.db.page<LoopSignalDto>(
      SIGNALS,
      { limit: ids.length },
      { where: 's.id = any(?::uuid[])', params: [ids] },
    );
    const byId = new Map(data.map((signal) => [signal.id, signal]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Cards in circulation of loops, those that wait the longest first. */
  circulating(loopIds: readonly string[]): Promise<CirculatingCard[]> {
    return this.db.query<CirculatingCard>(
      `select id, loop_id, number, state, is_leaving from erp.kanban_loop_cards where loop_id = any($1::uuid[]) and state <> 'out' order by updated_at, id`,
      [loopIds],
    );
  }

  /** New cards of a loop, all of them full. */
  async add(loopId: string, count: number): Promise<CirculatingCard[]> {
    return this.db.query<CirculatingCard>(
      `insert into erp.kanban_loop_cards (loop_id) select $1 from generate_series(1, $2) returning id, loop_id, number, state, is_leaving`,
      [loopId, count],
    );
  }

  async mark(ids: readonly string[], isLeaving: boolean): Promise<void> {
    await this.db.query(
      'update erp.kanban_loop_cards set is_leaving = $2, version = version + 1 where id = any($1::uuid[])',
      [ids, isLeaving],
    );
  }

  /** Moves cards from one state to another; those that go out are marked no longer. */
  async move(ids: readonly string[], to: LoopCardState): Promise<void> {
    if (ids.length === 0) return;
    await this.db.query(
      `update erp.kanban_loop_cards set state = $2, is_leaving = is_leaving and $2 <> 'out', version = version + 1 where id = any($1::uuid[])`,
      [ids, to],
    );
  }

  private async withSignals(rows: readonly CardRow[]): Promise<LoopCardDto[]> {
    const signals = await this.signals(rows.flatMap(({ signal_id }) => signal_id ?? []));
    const byId = new Map(signals.map((signal) => [signal.id, signal]));
    return rows.map(({ signal_id, ...row }) => ({
      ...row,
      signal: signal_id === null ? null : (byId.get(signal_id) ?? null),
    }));
  }
}
