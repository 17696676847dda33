import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { ALERT_KINDS, MAX_ACKNOWLEDGED } from './alert-kinds.js';
import type { AlertKind } from './alert-kinds.js';
import { STOCK_ALERT_MACHINE } from './stock-alert.machine.js';
import type { StockAlertState } from './stock-alert.machine.js';

class StockAlertColumns {
  @EnumField(ALERT_KINDS, {
    description:
      'low_stock: available below the larger of reorder point and safety stock; below_minimum: below the safety stock itself; expiring, expired: pieces of a lot on hand.',
  })
  kind!: AlertKind;
  @EnumField(STOCK_ALERT_MACHINE.states) state!: StockAlertState;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true, description: 'Of a lot. Low stock is looked at for whole companies.' })
  warehouse_id!: string | null;
  @CodeField({ nullable: true, example: 'WH' }) warehouse_code!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true, description: 'Last day of the lot.' }) expires_on!: string | null;
  @QuantityField({ min: 0, description: 'Available, or pieces of the lot on hand, when it was raised.' })
  raised_quantity!: number;
  @QuantityField({ min: 0, description: 'The same when it was last looked at.' }) quantity!: number;
  @QuantityField({ nullable: true, description: 'The level that available pieces are below.' })
  threshold!: number | null;
  @TimestampField() raised_at!: string;
  @TimestampField({ nullable: true }) acknowledged_at!: string | null;
  @UuidField({ nullable: true }) acknowledged_by!: string | null;
  @QuantityField({ nullable: true, min: 0, description: 'What it stood at when it was last acknowledged.' })
  acknowledged_quantity!: number | null;
  @DateField({ nullable: true, description: 'The last day on which it is silent; null: until it gets worse.' })
  acknowledged_until!: string | null;
  @TextField({ nullable: true }) note!: string | null;
  @TimestampField({ nullable: true }) cleared_at!: string | null;
}

export class StockAlertDto extends versioned(StockAlertColumns) {}

export class StockAlertListQuery extends ListQuery {
  @EnumField(ALERT_KINDS, { optional: true }) kind?: string;
  @EnumField(STOCK_ALERT_MACHINE.states, { optional: true }) state?: string;
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
}

export class AcknowledgeAlertInput {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 2000,
    example: 'Ordered, comes on Friday',
    description: 'What is being done about it.',
  })
  note?: string | null;
  @DateField({
    optional: true,
    nullable: true,
    example: '2999-12-24',
    description: 'The last day on which it stays silent.',
  })
  until?: string | null;
}

export class AlertBulkInput extends AcknowledgeAlertInput {
  @EnumField(['acknowledge']) action!: 'acknowledge';
  @ValuesField('uuid', { min: 1, max: MAX_ACKNOWLEDGED, description: 'Alerts, each once.' }) ids!: string[];
  @EnumField(['atomic', 'partial'], { default: 'atomic', description: 'One refusal undoes all, or only itself.' })
  mode!: 'atomic' | 'partial';
}

export class AlertBulkResultDto {
  @UuidField() id!: string;
  @BooleanField() ok!: boolean;
  @StringField({ nullable: true, example: null }) error_code!: string | null;
}

export class AlertBulkAnswerDto {
  @IntegerField({ min: 0, example: 1 }) succeeded!: number;
  @IntegerField({ min: 0, example: 0 }) failed!: number;
  @ListField(AlertBulkResultDto, { description: 'In the order of the ids.' }) results!: AlertBulkResultDto[];
}

export class AlertReasonInput {
  @TextField({ optional: true, nullable: true }) reason?: string | null;
}

export class AlertRefreshDto {
  @IntegerField({ min: 0, example: 3, description: 'New alerts.' }) raised!: number;
  @IntegerField({ min: 0, example: 1, description: 'Acknowledged ones that got worse, or whose day has passed.' })
  reopened!: number;
  @IntegerField({ min: 0, example: 2, description: 'What has ended.' }) cleared!: number;
}

export class AlertSettingsQuery {
  @UuidField({ optional: true, description: 'The default company of the caller when not given.' }) company_id?: string;
}

export class AlertSettingsInput {
  @IntegerField({
    max: 3650,
    example: 30,
    description:
      'From so many days before its last day on a lot is expiring; where the product has a shelf life, when a third of it is left at the earliest.',
  })
  expiring_days!: number;
}

export class AlertSettingsDto extends AlertSettingsInput {
  @UuidField() company_id!: string;
  @IntegerField({ min: 1 }) version!: number;
}
