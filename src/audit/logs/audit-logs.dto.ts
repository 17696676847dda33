import {
  AttributesField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  StringField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

const ACTIONS = ['insert', 'update', 'delete'] as const;
const TABLE = { max: 63, example: 'products', pattern: /^[a-z][a-z0-9_]*$/ };

export class AuditLogDto {
  @UuidField() id!: string;
  @TimestampField() recorded_at!: string;
  @StringField({ example: 'products', description: 'Which table was changed.' }) table_name!: string;
  @StringField({
    example: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59',
    description: 'The key of the changed row; joined by a colon where it has several columns.',
  })
  entity_id!: string;
  @EnumField(ACTIONS) action!: string;
  @UuidField({ nullable: true, description: 'The company of the row, where it has one.' }) company_id!: string | null;
  @UuidField({ nullable: true, description: 'Who did it; null where the change came past the server.' }) actor_id!:
    string | null;
  @StringField({ nullable: true, example: 'budi' }) actor_username!: string | null;
  @UuidField({ nullable: true }) session_id!: string | null;
  @StringField({ nullable: true, example: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }) request_id!: string | null;
  @StringField({ example: '203.0.113.7' }) ip!: string;
  @StringField({ max: 400, example: 'Mozilla/5.0' }) user_agent!: string;
  @StringField({ example: 'erp_app', description: 'The database role: `erp_app` is the server.' }) db_role!: string;
  @AttributesField({
    nullable: true,
    example: { name: 'Bear' },
    description: 'Before: the whole row where it was deleted, the changed fields of an update.',
  })
  old_values!: Record<string, unknown> | null;
  @AttributesField({
    nullable: true,
    example: { name: 'Brown bear' },
    description: 'After: the whole row where it is new, the changed fields of an update.',
  })
  new_values!: Record<string, unknown> | null;
  @ValuesField('string', { nullable: true, example: ['name'], description: 'What an update changed.' })
  changed_fields!: string[] | null;
}

/** The range of time that every question to the audit may be limited to. */
class AuditRangeQuery extends ListQuery {
  @TimestampField({ optional: true, description: 'Not before.' }) from?: string;
  @TimestampField({ optional: true, description: 'Before.' }) to?: string;
  @EnumField(ACTIONS, { optional: true }) action?: string;
}

export class AuditTrailQuery extends AuditRangeQuery {
  @StringField({ optional: true, max: 63, example: 'name', description: 'Updates that changed this field.' })
  field?: string;
  @UuidField({ optional: true, description: 'Who did it.' }) actor_id?: string;
}

export class AuditActivityQuery extends AuditRangeQuery {
  @StringField({ optional: true, ...TABLE, description: 'Which table was changed.' }) table_name?: string;
}

export class AuditLogsQuery extends AuditTrailQuery {
  @StringField({ optional: true, ...TABLE, description: 'Which table was changed.' }) table_name?: string;
  @StringField({ optional: true, max: 400, description: 'The key of the changed row.' }) entity_id?: string;
  @StringField({ optional: true, max: 200, description: 'Everything that one request changed.' }) request_id?: string;
  @UuidField({ optional: true, description: 'Rows of this company.' }) company_id?: string;
}

export class AuditSummaryQuery {
  @TimestampField({ optional: true, description: 'Not before; 30 days ago when not given.' }) from?: string;
  @TimestampField({ optional: true, description: 'Before; now when not given.' }) to?: string;
}

export class AuditSummaryTableDto {
  @StringField({ example: 'products' }) table_name!: string;
  @IntegerField({ example: 12 }) inserts!: number;
  @IntegerField({ example: 40 }) updates!: number;
  @IntegerField({ example: 1 }) deletes!: number;
}

export class AuditSummaryActorDto {
  @UuidField({ nullable: true }) actor_id!: string | null;
  @StringField({ nullable: true, example: 'budi' }) actor_username!: string | null;
  @IntegerField({ example: 53 }) changes!: number;
  @TimestampField() last_at!: string;
}

export class AuditSummaryDto {
  @TimestampField() from!: string;
  @TimestampField() to!: string;
  @IntegerField({ example: 53, description: 'Changed rows in all.' }) changes!: number;
  @IntegerField({ example: 0, description: 'Changes that came past the server: by another database role.' })
  past_the_server!: number;
  @ListField(AuditSummaryTableDto, { description: 'By table, the most changed first.' })
  tables!: AuditSummaryTableDto[];
  @ListField(AuditSummaryActorDto, { description: 'By who did it, the busiest first; at most 100.' })
  actors!: AuditSummaryActorDto[];
}
