import {
  BooleanField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { MeasureField } from '../plans/plans.dto.js';
import { SEVERITIES } from '../severities.js';

/** Of one request; a body has 2,000 names at most, so with notes it is fewer. */
const MAX_FINDINGS = 600;

export class ResultInput {
  @QuantityField({ example: 1, description: 'Which piece of the sample, counted from one.' }) sample_no!: number;
  @IntegerField({ min: 1, description: 'Which characteristic of the plan.' }) characteristic_no!: number;
  @MeasureField({ optional: true, nullable: true, description: 'What was measured; the limits say whether it passes.' })
  value?: string | null;
  @BooleanField({ optional: true, nullable: true, description: 'For attributes.' }) passed?: boolean | null;
  @StringField({ optional: true, nullable: true, max: 500 }) note?: string | null;
}

export class SampleDefectInput {
  @UuidField() reason_id!: string;
  @QuantityField({ min: 0, example: 1, description: 'How many; 0 takes back what was entered before.' })
  quantity!: number;
  @QuantityField({
    optional: true,
    nullable: true,
    example: 7,
    description:
      'Which piece of the sample: however many defects it has, it is one defective piece. Without it, every one is a piece of its own.',
  })
  sample_no?: number | null;
  @StringField({ optional: true, nullable: true, max: 500 }) note?: string | null;
}

export class FindingsInput {
  @ListField(ResultInput, { optional: true, max: MAX_FINDINGS }) results?: ResultInput[];
  @ListField(SampleDefectInput, { optional: true, max: MAX_FINDINGS }) defects?: SampleDefectInput[];
}

export class InspectionResultDto {
  @QuantityField({ example: 1 }) sample_no!: number;
  @IntegerField({ min: 1 }) characteristic_no!: number;
  @StringField({ example: 'Diameter' }) name!: string;
  @StringField({ nullable: true, example: 'mm' }) unit!: string | null;
  @MeasureField({ nullable: true, example: '18.050000' }) value!: string | null;
  @BooleanField() passed!: boolean;
  @EnumField(SEVERITIES) severity!: string;
  @StringField({ nullable: true, max: 500 }) note!: string | null;
  @UuidField() recorded_by!: string;
  @TimestampField() recorded_at!: string;
}

export class InspectionResultListQuery extends ListQuery {
  @BooleanField({ optional: true, description: 'Only those that pass, or do not.' }) passed?: boolean;
  @IntegerField({ optional: true, min: 1 }) characteristic_no?: number;
}
