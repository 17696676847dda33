import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { ListParameters, Page } from '../../kernel/database/index.js';
import { notFound } from '../../kernel/errors/index.js';

/** On which every server hears that blocks have changed. */
export const BLOCKS_CHANNEL = 'blocked_addresses';

export interface OpenBlock {
  /** In CIDR form. */
  readonly network: string;
  /** Null: until somebody ends it. */
  readonly seconds_left: number | null;
}

/** A block as it is shown. */
export interface BlockedAddress {
  readonly id: string;
  readonly network: string;
  readonly origin: 'automatic' | 'manual';
  readonly reason: string;
  readonly is_active: boolean;
  readonly blocked_at: string;
  readonly blocked_until: string | null;
  readonly blocked_by: string | null;
  readonly ended_at: string | null;
  readonly ended_by: string | null;
  readonly end_reason: string | null;
}

const OPEN = 'b.ended_at is null and (b.blocked_until is null or b.blocked_until > clock_timestamp())';
const LIST = defineList({
  select: `b.id, b.network::text as network, b.origin, b.reason, (${OPEN}) as is_active, b.blocked_at, b.blocked_until, u.username as blocked_by,
    b.ended_at, e.username as ended_by, b.end_reason`,
  from: 'erp.blocked_addresses b left join erp.user_names u on u.id = b.blocked_by left join erp.user_names e on e.id = b.ended_by',
  id: 'b.id',
  sorts: { blocked_at: 'b.blocked_at', blocked_until: 'b.blocked_until' },
  default_sort: '-blocked_at',
  search: ['b.reason'],
  filters: { is_active: `(${OPEN}) = ?`, origin: 'b.origin = ?', address: 'b.network >>= ?::inet' },
});

/** For how long earlier blocks of a network make the next one longer, and how long one lasts at most. */
const REMEMBERED = `interval '7 days'`;
const LONGEST = `interval '1 day'`;

@Injectable()
export class BlockedAddressesRepository {
  constructor(private readonly db: Database) {}

  page(query: ListParameters): Promise<Page<BlockedAddress>> {
    return this.db.page<BlockedAddress>(LIST, query);
  }

  /** @throws NOT_FOUND */
  async get(id: string): Promise<BlockedAddress> {
    const row = await this.db.listed<BlockedAddress>(LIST, id);
    if (!row) throw notFound('Blocked address', id);
    return row;
  }

  /** Everything that is blocked now. */
  open(): Promise<OpenBlock[]> {
    return this.db.query<OpenBlock>(
      `select b.network::text as network, extract(epoch from b.blocked_until - clock_timestamp())::float8 as seconds_left
         from erp.blocked_addresses b where ${OPEN}`,
    );
  }

  /** Open blocks in which an address or network lies, the widest first. */
  async openAround(network: string): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      `select b.id from erp.blocked_addresses b where b.network >>= network($1::inet) and ${OPEN} order by masklen(b.network), b.id`,
      [network],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether a time lies ahead by the database's clock. */
  async isAhead(time: string): Promise<boolean> {
    const { ahead } = await this.db.one<{ ahead: boolean }>(`select $1::timestamptz > clock_timestamp() as ahead`, [
      time,
    ]);
    return ahead;
  }

  /** Blocks by hand. Null: the same network is blocked already. */
  async insertManual(network: string, reason: string, until: string | null, by: string): Promise<string | null> {
    await this.endRunOut(network);
    const row = await this.db.maybe<{ id: string }>(
      `insert into erp.blocked_addresses (network, origin, reason, blocked_until, blocked_by)
       values (network($1::inet), 'manual', $2, $3, $4) on conflict (network) where ended_at is null do nothing returning id`,
      [network, reason, until, by],
    );
    return row?.id ?? null;
  }

  /** Blocks for so many minutes, twice as long for each such block of the last week, a day at most. Null: it is blocked already. */
  async insertAutomatic(network: string, reason: string, minutes: number): Promise<BlockedAddress | null> {
    await this.endRunOut(network);
    const row = await this.db.maybe<{ id: string }>(
      `insert into erp.blocked_addresses (network, origin, reason, blocked_until)
       select network($1::inet), 'automatic', $2, clock_timestamp() + least(${LONGEST}, make_interval(mins => $3 * (1 << least(count(*), 11)::integer)))
         from erp.blocked_addresses b
        where b.network = network($1::inet) and b.origin = 'automatic' and b.blocked_at > clock_timestamp() - ${REMEMBERED}
       on conflict (network) where ended_at is null do nothing returning id`,
      [network, reason, minutes],
    );
    return row && this.get(row.id);
  }

  /** Ends a block. False: it was over. */
  async end(id: string, reason: string, by: string): Promise<boolean> {
    const rows = await this.db.query(
      `update erp.blocked_addresses b set ended_at = clock_timestamp(), ended_by = $3, end_reason = $2 where b.id = $1 and ${OPEN} returning 1 as one`,
      [id, reason, by],
    );
    return rows.length === 1;
  }

  /** A network has one block that is not ended: one that ran out makes room for the next. */
  private async endRunOut(network: string): Promise<void> {
    await this.db.query(
      `update erp.blocked_addresses set ended_at = blocked_until, end_reason = 'It ran out'
        where network = network($1::inet) and ended_at is null and blocked_until <= clock_timestamp()`,
      [network],
    );
  }
}
