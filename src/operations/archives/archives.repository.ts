import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { MONTHLY_PARTITIONS } from '../partitions/monthly-partitions.js';
import type { ArchiveDto, ArchivesQuery } from './archives.dto.js';

/** A month that could be archived: from the catalogue, told by its bounds. */
export interface Candidate {
  readonly table_name: ArchivedTable;
  readonly partition_name: string;
  readonly from_at: string;
  readonly to_at: string;
  readonly estimated_rows: number | null;
}

export type ArchivedTable = 'audit_logs' | 'stock_ledgers';

const COLUMNS = `a.id, a.table_name, a.partition_name, a.from_at, a.to_at, a.state, a.file, a.rows, a.kept_rows, a.content_sha256, a.file_sha256, a.size_bytes,
  a.opening_rows, a.opening_quantity::bigint as opening_quantity, a.opening_value::numeric(18,2) as opening_value, a.opening_digest, a.archived_by, a.created_at, a.archived_at,
  a.restored_by, a.restored_at`;

const ARCHIVES = defineList({
  select: COLUMNS,
  from: 'erp.partition_archives a',
  id: 'a.id',
  sorts: { created_at: 'a.id', from_at: 'a.from_at' },
  default_sort: '-created_at',
  filters: { table_name: 'a.table_name = ?', state: 'a.state = ?' },
});

const CANDIDATES = `
  select p.table_name, p.partition_name, case when p.reltuples < 0 then null else p.reltuples::bigint end as estimated_rows, p.from_at, p.to_at
    from (${MONTHLY_PARTITIONS}) p
   where p.table_name in ('stock_ledgers', 'audit_logs') and not p.is_detaching
     and to_at <= date_trunc('month', (clock_timestamp() - interval '2 days') at time zone 'UTC' - make_interval(months => $1)) at time zone 'UTC'
     and to_at > coalesce(erp.archived_through(table_name), '-infinity')
   order by table_name desc, from_at`;

/** Companies whose facts of a span may still be added to: their month is not closed hard. */
const OPEN = `
  select c.code from (
    select m.company_id, max(m.effective_at) as last_at from erp.stock_movements m where m.recorded_at >= $1 and m.recorded_at < $2 group by 1) f
    join erp.companies c on c.id = f.company_id
   where not exists (select from erp.stock_periods p where p.company_id = f.company_id and p.state = 'hard_closed' and p.month >= date_trunc('month', f.last_at)::date)
   order by 1`;

/** Companies with a chart of accounts whose movements of a span are not all in the books. */
const NOT_BOOKED = `
  select c.code from erp.companies c left join erp.stock_books b on b.company_id = c.id
   where exists (select from erp.account_roles r where r.company_id = c.id)
     and exists (select from erp.stock_movements m
                  where m.company_id = c.id and m.recorded_at >= $1 and m.recorded_at < $2
                    and m.id > coalesce(b.booked_through, '00000000-0000-0000-0000-000000000000') and not exists (select from erp.stock_booked_rows k where k.id = m.id))
   order by 1`;

/** What is known of archived months, and which may be archived. */
@Injectable()
export class ArchivesRepository {
  constructor(private readonly db: Database) {}

  page(query: ArchivesQuery): Promise<Page<ArchiveDto>> {
    return this.db.page<ArchiveDto>(ARCHIVES, query);
  }

  /** All, oldest first. */
  all(): Promise<ArchiveDto[]> {
    return this.db.query<ArchiveDto>(
      `select ${COLUMNS} from erp.partition_archives a order by a.table_name desc, a.from_at, a.id`,
    );
  }

  /** Months that ended at least so many whole months ago and are here, oldest first. */
  candidates(olderThan: number): Promise<Candidate[]> {
    return this.db.query<Candidate>(CANDIDATES, [olderThan]);
  }

  async openCompanies({ from_at, to_at }: Candidate): Promise<string[]> {
    const rows = await this.db.query<{ code: string }>(OPEN, [from_at, to_at]);
    return rows.map(({ code }) => code);
  }

  async companiesNotBooked({ from_at, to_at }: Candidate): Promise<string[]> {
    const rows = await this.db.query<{ code: string }>(NOT_BOOKED, [from_at, to_at]);
    return rows.map(({ code }) => code);
  }

  /** Whether every row of a month is sealed. */
  async isSealed({ table_name, from_at, to_at }: Candidate): Promise<boolean> {
    const { sealed } = await this.db.one<{ sealed: boolean }>('select erp.month_is_sealed($1, $2, $3) as sealed', [
      table_name,
      from_at,
      to_at,
    ]);
    return sealed;
  }

  /** Whether stock is summed up at a moment. */
  async hasOpening(toAt: string): Promise<boolean> {
    const found = await this.db.maybe(
      `select 1 as found from erp.stock_snapshots where month = ($1::timestamptz at time zone 'UTC')::date`,
      [toAt],
    );
    return found !== null;
  }
}
