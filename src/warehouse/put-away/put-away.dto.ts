import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  ObjectField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { QuantityInput } from '../line-units/index.js';
import { MovementDto } from '../movements/movements.dto.js';
import type { WhenClosed } from '../stock/movement-draft.js';
import { WhenClosedField } from '../stock/when-closed.field.js';
import { PUT_AWAY_STRATEGIES } from './placing.js';
import type { PutAwayStrategy } from './placing.js';

const MAX_LINES = 500;

export class ProposedBinDto {
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @QuantityField({ description: 'Pieces to put there.' }) quantity!: number;
  @UuidField({ description: 'The rule that chose it.' }) rule_id!: string;
  @EnumField(PUT_AWAY_STRATEGIES, { description: 'How the rule looks for a place.' }) strategy!: PutAwayStrategy;
}

export class WaitingDto {
  @UuidField() id!: string;
  @UuidField() company_id!: string;
  @UuidField({ nullable: true }) warehouse_id!: string | null;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @StringField({ example: 'Teddy bear 30 cm, brown' }) product_name!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true }) expires_on!: string | null;
  @UuidField({ description: 'The receiving place.' }) location_id!: string;
  @CodeField({ example: 'DOCK' }) location_code!: string;
  @QuantityField({ min: 0 }) on_hand!: number;
  @QuantityField({ min: 0, description: 'Promised to somebody, who will fetch it here.' }) reserved!: number;
  @QuantityField({ description: 'Pieces to put away: on hand and not reserved.' }) quantity!: number;
  @TimestampField({
    description: 'When the oldest of the pieces came: the last arrivals, back to as many as there are.',
  })
  waiting_since!: string;
  @IntegerField({ description: 'Whole days since then.' }) waiting_days!: number;
  @ListField(ProposedBinDto, { description: 'What was proposed for the rows before counts as put away.' })
  bins!: ProposedBinDto[];
  @QuantityField({ min: 0, example: 0, description: 'Pieces for which no rule finds room.' }) unplaced!: number;
}

export class WaitingListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true, description: 'The receiving place.' }) location_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
}

export class PutAwayLineInput extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'Of a tracked product.' }) lot_id?: string | null;
  @UuidField({ description: 'The receiving place.' }) from_location_id!: string;
  @UuidField({ optional: true, nullable: true, description: 'Where it goes; the rules decide when not given.' })
  to_location_id?: string | null;
  @TextField({ optional: true, nullable: true, example: 'Too heavy for that shelf', description: 'Why elsewhere.' })
  reason?: string | null;
}

export class PutAwayInput {
  @StringField({ optional: true, nullable: true, max: 200, example: 'DN-2026-0142' }) reference?: string | null;
  @TextField({ optional: true, nullable: true, description: 'Of the movement.' }) reason?: string | null;
  @TimestampField({ optional: true, nullable: true, description: 'When it happened, if that was earlier.' })
  effective_at?: string | null;
  @WhenClosedField() when_closed?: WhenClosed | null;
  @ListField(PutAwayLineInput, { min: 1, max: MAX_LINES }) lines!: PutAwayLineInput[];
}

export class PutAwayPlaceDto {
  @IntegerField({ min: 1, description: 'The line of the request, from 1; one line may go to several bins.' })
  line_no!: number;
  @UuidField() location_id!: string;
  @QuantityField() quantity!: number;
  @UuidField({ nullable: true, description: 'The rule that chose the place, or would have chosen another.' })
  rule_id!: string | null;
  @UuidField({ nullable: true, description: 'Where the first piece would have gone by the rules.' })
  proposed_location_id!: string | null;
  @BooleanField({ example: false, description: 'Whether it went elsewhere than the rules said.' })
  is_override!: boolean;
}

export class PutAwayDto {
  @ObjectField(MovementDto) movement!: MovementDto;
  @ListField(PutAwayPlaceDto) places!: PutAwayPlaceDto[];
}

export class PutAwayOverrideDto {
  @UuidField() id!: string;
  @UuidField() movement_id!: string;
  @StringField({ example: 'SM-000000142' }) movement_number!: string;
  @UuidField() product_id!: string;
  @CodeField({ example: 'TEDDY-30' }) sku!: string;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @UuidField() from_location_id!: string;
  @UuidField() to_location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) to_location_code!: string;
  @UuidField() proposed_location_id!: string;
  @CodeField({ example: 'Z1-A-4' }) proposed_location_code!: string;
  @UuidField() rule_id!: string;
  @QuantityField() quantity!: number;
  @TextField({ nullable: true }) reason!: string | null;
  @UuidField({ nullable: true }) created_by!: string | null;
  @TimestampField() created_at!: string;
}

export class PutAwayOverrideListQuery extends ListQuery {
  @UuidField({ optional: true }) company_id?: string;
  @UuidField({ optional: true }) warehouse_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) rule_id?: string;
}
