import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListQuery,
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UnitCostField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { LotOnLineInput } from '../../warehouse/index.js';
import { LOOP_CARD } from './loop-card.machine.js';
import { DOCUMENT_TYPES, LOOP_KINDS, SIGNAL_ORIGINS, SIGNAL_STATES } from './loops-limits.js';

export class LoopSignalDto {
  @UuidField() id!: string;
  @UuidField() loop_id!: string;
  @CodeField({ example: 'KL-000042' }) loop_number!: string;
  @UuidField() card_id!: string;
  @CodeField({ example: 'KLC-000117' }) card_number!: string;
  @EnumField(LOOP_KINDS) kind!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @UuidField({ nullable: true }) supplier_id!: string | null;
  @EnumField(SIGNAL_ORIGINS, { description: 'start: a card that was added empty.' }) origin!: string;
  @EnumField(SIGNAL_STATES, { description: 'open: nothing is ordered yet, `blocked_code` says why.' }) state!: string;
  @QuantityField({ example: 50 }) quantity!: number;
  @DateField({ description: 'The lead time of the loop after the signal.' }) due_on!: string;
  @BooleanField({ description: 'Past that day, and not here.' }) is_late!: boolean;
  @EnumField(DOCUMENT_TYPES, { nullable: true }) document_type!: string | null;
  @UuidField({ nullable: true }) document_id!: string | null;
  @CodeField({ nullable: true, example: 'KC-000042' }) document_number!: string | null;
  @StringField({ nullable: true, example: 'PO 4711', description: 'What an order by hand is known by.' })
  reference!: string | null;
  @StringField({ nullable: true, example: 'PURCHASING_MISSING', description: 'Error code of what keeps it open.' })
  blocked_code!: string | null;
  @TextField({ nullable: true }) blocked_reason!: string | null;
  @QuantityField({ min: 0 }) received_quantity!: number;
  @TimestampField({ nullable: true, description: 'When somebody scanned the empty card.' }) scanned_at!: string | null;
  @TimestampField({ nullable: true }) ordered_at!: string | null;
  @TimestampField({ nullable: true }) received_at!: string | null;
  @TimestampField({ nullable: true }) withdrawn_at!: string | null;
  @UuidField({ nullable: true }) signalled_by!: string | null;
  @TimestampField() created_at!: string;
}

export class LoopSignalListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 4, example: ['open', 'ordered'], description: 'States, by commas.' })
  state?: string[];
  @EnumField(LOOP_KINDS, { optional: true }) kind?: string;
  @UuidField({ optional: true }) loop_id?: string;
  @UuidField({ optional: true }) card_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) supplier_id?: string;
  @UuidField({ optional: true }) document_id?: string;
  @StringField({ optional: true, max: 64, example: 'PURCHASING_MISSING' }) blocked_code?: string;
  @BooleanField({ optional: true }) late?: boolean;
}

class LoopCardColumns {
  @CodeField({ example: 'KLC-000117', description: 'What a reader scans.' }) number!: string;
  @UuidField() loop_id!: string;
  @CodeField({ example: 'KL-000042' }) loop_number!: string;
  @EnumField(LOOP_KINDS) kind!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) department_id!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'FAB-PLUSH-BRN' }) sku!: string;
  @StringField({ example: 'Plush fabric, brown' }) product_name!: string;
  @CodeField({ example: 'WH-FLOOR' }) to_location_code!: string;
  @QuantityField({ example: 50 }) container_quantity!: number;
  @EnumField(LOOP_CARD.states) state!: string;
  @BooleanField({ description: 'Goes out of circulation when it comes back empty.' }) is_leaving!: boolean;
  @BooleanField({ description: 'What it waits for should be here already.' }) is_late!: boolean;
  @ObjectField(LoopSignalDto, { nullable: true, description: 'What it waits for; null while it is full or out.' })
  signal!: LoopSignalDto | null;
}

export class LoopCardDto extends versioned(LoopCardColumns) {}

export class LoopCardListQuery extends ListQuery {
  @ValuesField('string', { optional: true, max: 4, example: ['empty', 'on_order'], description: 'States, by commas.' })
  state?: string[];
  @UuidField({ optional: true }) loop_id?: string;
  @UuidField({ optional: true }) department_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @EnumField(LOOP_KINDS, { optional: true }) kind?: string;
  @BooleanField({ optional: true }) late?: boolean;
}

export class OrderLoopCardInput {
  @StringField({
    optional: true,
    nullable: true,
    min: 1,
    max: 200,
    example: 'PO 4711 by telephone',
    description: 'Of a supplier loop: it is ordered by hand, under this name.',
  })
  reference?: string | null;
  @DateField({ optional: true, nullable: true, description: 'When it comes, if another day than the loop says.' })
  due_on?: string | null;
}

export class ReceiveLoopCardInput {
  @QuantityField({
    optional: true,
    min: 0,
    description: 'Of what was ordered by hand: pieces that have come; what is left of the container when not given.',
  })
  quantity?: number;
  @BooleanField({ optional: true, example: false, description: 'Nothing more comes: the card is full with less.' })
  is_last?: boolean;
  @UnitCostField({ optional: true, nullable: true, description: 'For a piece; at the average when not given.' })
  unit_cost?: string | null;
  @ObjectField(LotOnLineInput, { optional: true, nullable: true, description: 'For a product tracked by lot.' })
  lot?: LotOnLineInput | null;
  @StringField({ optional: true, nullable: true, min: 1, max: 200, example: 'Delivery note 99' })
  reference?: string | null;
}

export class LoopCardReasonInput {
  @TextField({ optional: true, nullable: true, example: 'Scanned by mistake' }) reason?: string | null;
}
