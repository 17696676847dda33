import {
  CodeField,
  DateField,
  EnumField,
  ListQuery,
  StringField,
  TextField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';

const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

export class PeriodInput {
  @StringField({ pattern: MONTH, max: 7, example: '2026-01', description: 'The month, YYYY-MM.' }) month!: string;
  @UuidField({ optional: true, description: "The caller's default company when not given." }) company_id?: string;
}

class PeriodFields {
  @UuidField() company_id!: string;
  @CodeField({ example: 'MAIN' }) company_code!: string;
  @DateField({ example: '2026-01-01', description: 'First day of the month.' }) month!: string;
  @EnumField(['open', 'closed']) state!: string;
  @TextField({ nullable: true, description: 'Why it was last closed or opened.' }) reason!: string | null;
}

export class PeriodDto extends versioned(PeriodFields) {}

export class PeriodListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @EnumField(['open', 'closed'], { optional: true }) state?: string;
}

export class ClosePeriodInput {
  @TextField({ optional: true, nullable: true, example: 'Counted and agreed' }) reason?: string | null;
}

export class ReopenPeriodInput {
  @StringField({ min: 1, max: 2000, example: 'A delivery note of the 30th turned up' }) reason!: string;
}
