import {
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { DOWNTIME } from './downtime.machine.js';
import { DOWNTIME_CATEGORIES } from './downtimes-limits.js';

const PLACE = 'Which of the places of the work centre, counted from 1; null or not given: all of them.';
const WORK_ORDER = 'What was worked at; it is done at this work centre.';

class DowntimeFields {
  @UuidField() work_centre_id!: string;
  @UuidField({ description: 'A reason of downtime.' }) reason_id!: string;
  @IntegerField({ min: 1, max: 10_000, optional: true, nullable: true, example: null, description: PLACE })
  place?: number | null;
  @UuidField({ optional: true, nullable: true, example: null, description: WORK_ORDER }) work_order_id?: string | null;
  @TextField({ optional: true, nullable: true, max: 2000, example: 'Main shaft' }) notes?: string | null;
}

export class DowntimeInput extends DowntimeFields {
  @TimestampField({ optional: true, description: 'Now when not given; never in the future.' }) started_at?: string;
  @TimestampField({
    optional: true,
    nullable: true,
    example: null,
    description: 'Of a downtime that is told afterwards; without it, it goes on.',
  })
  ended_at?: string | null;
}

export class DowntimeCorrectionInput {
  @StringField({ min: 1, max: 500, example: 'It was the needle', description: 'Why it is corrected; in the history.' })
  correction_reason!: string;
  @UuidField({ optional: true }) reason_id?: string;
  @IntegerField({ min: 1, max: 10_000, optional: true, nullable: true, example: 2, description: PLACE })
  place?: number | null;
  @UuidField({ optional: true, nullable: true, example: null, description: WORK_ORDER }) work_order_id?: string | null;
  @TextField({ optional: true, nullable: true, max: 2000 }) notes?: string | null;
  @TimestampField({ optional: true }) started_at?: string;
  @TimestampField({ optional: true, description: 'Given for one that goes on, it ends it.' }) ended_at?: string;
}

export class DowntimeEndInput {
  @TimestampField({ optional: true, description: 'Now when not given; never in the future.' }) ended_at?: string;
  @StringField({ optional: true, nullable: true, min: 1, max: 500, example: 'Shaft replaced' }) reason?: string | null;
}

export class DowntimeWithdrawInput {
  @StringField({ min: 1, max: 500, example: 'It was another line' }) reason!: string;
}

export class DowntimeDto extends versioned(DowntimeFields) {
  @UuidField() company_id!: string;
  @CodeField({ example: 'SEW-1' }) work_centre_code!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @CodeField({ nullable: true, example: 'SEW' }) department_code!: string | null;
  @CodeField({ example: 'BREAKDOWN' }) reason_code!: string;
  @StringField({ example: 'Machine is broken' }) reason_name!: string;
  @EnumField(DOWNTIME_CATEGORIES, { example: 'unplanned' }) category!: string;
  @StringField({ nullable: true, example: 'MO-000123-20' }) work_order_number!: string | null;
  @EnumField(DOWNTIME.states, { example: 'open' }) state!: string;
  @TimestampField() started_at!: string;
  @TimestampField({ nullable: true, example: null }) ended_at!: string | null;
  @QuantityField({
    min: 0,
    description: 'On the clock, whole minutes; up to now while it goes on, none once it is withdrawn.',
  })
  minutes!: number;
  @UuidField({ nullable: true }) created_by!: string | null;
}

export class DowntimeListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) work_centre_id?: string;
  @UuidField({ optional: true }) work_order_id?: string;
  @UuidField({ optional: true }) reason_id?: string;
  @EnumField(DOWNTIME_CATEGORIES, { optional: true }) category?: string;
  @EnumField(DOWNTIME.states, { optional: true }) state?: string;
  @DateField({ optional: true, description: 'What went on on this day or later, in the time zone of the factory.' })
  from?: string;
  @DateField({ optional: true, description: 'What went on on this day or earlier.' }) to?: string;
}
