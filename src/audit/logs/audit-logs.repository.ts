import { Injectable } from '@nestjs/common';
import { Database, defineList } from '../../kernel/database/index.js';
import type { Page } from '../../kernel/database/index.js';
import { MAX_LIMIT } from '../../kernel/http/index.js';
import { scopeWhere } from '../../kernel/security/index.js';
import type { AuditLogDto, AuditLogsQuery, AuditSummaryDto } from './audit-logs.dto.js';

/** Ids are made in the order of time, so that they sort a trail as its times do, and need no index besides. */
const LOGS = defineList({
  select: `a.id, a.recorded_at, a.table_name, a.entity_id, a.action, a.company_id, a.actor_id, u.username as actor_username, a.session_id,
    a.request_id, a.ip, a.user_agent, a.db_role, a.old_values, a.new_values, a.changed_fields`,
  from: 'erp.audit_logs a left join erp.user_names u on u.id = a.actor_id',
  id: 'a.id',
  sorts: { recorded_at: 'a.id' },
  default_sort: '-recorded_at',
  filters: {
    table_name: 'a.table_name = ?',
    entity_id: 'a.entity_id = ?',
    actor_id: 'a.actor_id = ?',
    action: 'a.action = ?',
    field: '? = any(a.changed_fields)',
    request_id: 'a.request_id = ?',
    company_id: 'a.company_id = ?',
    from: 'a.recorded_at >= ?',
    to: 'a.recorded_at < ?',
  },
});

const SUMMARY = (scope: string): string => `
  with seen as (
    select a.table_name, a.action, a.actor_id, a.db_role, count(*) as changes, max(a.recorded_at) as last_at
      from erp.audit_logs a
     where a.recorded_at >= $1 and a.recorded_at < $2 and (${scope})
     group by a.table_name, a.action, a.actor_id, a.db_role
  )
  select $1::timestamptz(3) as "from", $2::timestamptz(3) as "to",
    coalesce((select sum(changes) from seen), 0)::bigint as changes,
    coalesce((select sum(changes) from seen where db_role <> 'erp_app'), 0)::bigint as past_the_server,
    coalesce((select json_agg(t order by t.inserts + t.updates + t.deletes desc, t.table_name) from (
      select table_name, coalesce(sum(changes) filter (where action = 'insert'), 0)::bigint as inserts,
             coalesce(sum(changes) filter (where action = 'update'), 0)::bigint as updates,
             coalesce(sum(changes) filter (where action = 'delete'), 0)::bigint as deletes
        from seen group by table_name) t), '[]') as tables,
    coalesce((select json_agg(p order by p.changes desc, p.actor_id) from (
      select s.actor_id, u.username as actor_username, sum(s.changes)::bigint as changes, erp.iso(max(s.last_at)) as last_at
        from seen s left join erp.user_names u on u.id = s.actor_id
       group by s.actor_id, u.username order by sum(s.changes) desc, s.actor_id limit 100) p), '[]') as actors`;

/**
 * What was changed, within the caller's companies; rows of tables that belong to no company are seen by all who may read the audit. It is
 * hidden from whoever has set no context, hence the transactions.
 */
@Injectable()
export class AuditLogsRepository {
  constructor(private readonly db: Database) {}

  page(query: AuditLogsQuery): Promise<Page<AuditLogDto>> {
    const { where, params } = inScope();
    return this.db.transaction(() => this.db.page<AuditLogDto>(LOGS, query, { where, params }));
  }

  /** Every row of a search, a page at a time: a long file needs no more memory than a short one, and a slow reader holds no connection. */
  async *all(query: AuditLogsQuery): AsyncGenerator<AuditLogDto[]> {
    let cursor: string | null | undefined;
    do {
      const page: Page<AuditLogDto> = await this.page({
        ...query,
        include_total: false,
        limit: MAX_LIMIT,
        ...(cursor && { cursor }),
      });
      yield page.data;
      cursor = page.next_cursor;
    } while (cursor);
  }

  /** @param from @param to times; the range is half open */
  summary(from: string, to: string): Promise<AuditSummaryDto> {
    const { where, params } = inScope();
    let next = 2;
    const sql = SUMMARY(where.replace(/\?/g, () => `$${++next}`));
    return this.db.transaction(() => this.db.one<AuditSummaryDto>(sql, [from, to, ...params]));
  }
}

function inScope(): { where: string; params: unknown[] } {
  const { where, params } = scopeWhere({ company: 'a.company_id' });
  return { where: `a.company_id is null or ${where}`, params };
}
