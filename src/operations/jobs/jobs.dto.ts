import {
  AttributesField,
  EnumField,
  IntegerField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';

/** One job: when it falls due, and how its last run went. */
export class JobDto {
  @StringField({ example: 'stock-snapshots' })
  name!: string;

  @StringField({ example: 'Sums stock up at the first moment of each month.' })
  title!: string;

  @EnumField(['scheduled', 'periodic'], {
    description:
      '`scheduled`: one of all processes does it when it falls due. `periodic`: a process does it every so often beside its requests; figures of all that do it are put together.',
  })
  kind!: string;

  @StringField({
    example: '5 * * * *',
    description:
      "Cron, by the factory's clock; six fields begin with seconds. Of a periodic one `every 5 s`, or `off` where the asked process does not do it.",
  })
  schedule!: string;

  @EnumField(['idle', 'queued', 'running'])
  state!: string;

  @TimestampField({ nullable: true, description: 'When it falls due next; null until a process has taken the jobs up' })
  next_at!: string | null;

  @EnumField(['schedule', 'request', 'first'], { nullable: true, description: 'Why it ran, or is in line' })
  trigger!: string | null;

  @StringField({ nullable: true, example: 'erp-1:4711', description: 'Machine and process of the last run' })
  runner!: string | null;

  @IntegerField({ description: 'How often the run in line or under way was begun', example: 0 })
  attempt!: number;

  @TimestampField({ nullable: true })
  started_at!: string | null;

  @TimestampField({ nullable: true, description: 'null while it runs' })
  finished_at!: string | null;

  @IntegerField({ nullable: true, description: 'Of the last run that ended', example: 42 })
  duration_ms!: number | null;

  @EnumField(['succeeded', 'failed'], { nullable: true, description: 'How the last run ended' })
  result!: string | null;

  @AttributesField({ nullable: true, description: 'Figures of the last run', example: { taken: 1 } })
  outcome!: Record<string, unknown> | null;

  @TextField({ nullable: true, description: 'Why the last run failed; of a periodic one, in any process' })
  fault!: string | null;

  @TextField({ nullable: true, description: 'The last fault there was, also when all is well since' })
  last_fault!: string | null;

  @TimestampField({ nullable: true })
  last_fault_at!: string | null;

  @IntegerField({ description: 'By how many seconds it is late', example: 0 })
  lag_seconds!: number;

  @IntegerField({
    nullable: true,
    description: 'How many processes do a periodic one, as far as they were heard of within three minutes',
    example: 2,
  })
  processes!: number | null;

  @TimestampField({ nullable: true })
  last_success_at!: string | null;

  @IntegerField({ example: 12, description: 'Ever; of a periodic one, since the processes that do it began' })
  runs!: number;

  @IntegerField({ example: 0 })
  failures!: number;

  @UuidField({ nullable: true, description: 'Who asked for the last run that was asked for' })
  requested_by!: string | null;

  @TimestampField({ nullable: true })
  requested_at!: string | null;
}
