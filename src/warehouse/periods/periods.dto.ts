import {
  CodeField,
  DateField,
  EnumField,
  ListQuery,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { STOCK_PERIOD_MACHINE } from './stock-period.machine.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class PeriodInput {
  @StringField({ pattern: MONTH, max: 7, example: '2026-01', description: 'The month, YYYY-MM.' }) month!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

class PeriodFields {
  @UuidField() company_id!: string;
  @CodeField({ example: 'MAIN' }) company_code!: string;
  @DateField({ example: '2026-01-01', description: 'First day of the month.' }) month!: string;
  @EnumField(STOCK_PERIOD_MACHINE.states) state!: string;
  @TextField({ nullable: true, description: 'Why it was last closed or opened.' }) reason!: string | null;
  @TimestampField({
    nullable: true,
    description:
      'The last moment of a month that is closed hard, whose figures are frozen; null for one closed before figures were.',
  })
  closed_through!: string | null;
}

export class PeriodDto extends versioned(PeriodFields) {}

export class PeriodListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField([...STOCK_PERIOD_MACHINE.states, 'closed'], {
    optional: true,
    description: '`closed`, an older name, is either way of being closed.',
  })
  state?: string;
}

export class ClosePeriodInput {
  @TextField({ optional: true, nullable: true, example: 'Counted and agreed' }) reason?: string | null;
}

export class ReopenPeriodInput {
  @StringField({ min: 1, max: 2000, example: 'A delivery note of the 30th turned up' }) reason!: string;
}
