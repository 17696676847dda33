import {
  BooleanField,
  CodeField,
  DateField,
  EnumField,
  ListField,
  QuantityField,
  UuidField,
} from '../../kernel/http/index.js';
import { DocumentUnitDto, QuantityInput } from '../line-units/index.js';
import { PICK_STRATEGIES } from '../../master-data/index.js';
import { MAX_PROPOSED } from './proposal-limits.js';

export const PASSED_OVER = ['reserved', 'on_hold', 'expired', 'held_location', 'inactive_location'] as const;

export class ProposalQuery extends QuantityInput {
  @UuidField() product_id!: string;
  @UuidField({ description: 'Anywhere in this location.' }) pick_within!: string;
  @EnumField(PICK_STRATEGIES, {
    optional: true,
    description: 'Instead of the strategy of the location, which goes before that of the product.',
  })
  strategy?: string;
  @UuidField({ optional: true, description: 'The source whose own reservations go first.' }) reserved_for?: string;
}

class ProposalPlaceDto {
  @UuidField({ nullable: true }) lot_id!: string | null;
  @CodeField({ nullable: true, example: 'L-2026-0042' }) lot_code!: string | null;
  @DateField({ nullable: true, description: 'Last day of the lot.' }) expires_on!: string | null;
  @UuidField() location_id!: string;
  @CodeField({ example: 'Z1-A-3' }) location_code!: string;
  @QuantityField({ min: 0 }) on_hand!: number;
}

export class ProposedLineDto extends ProposalPlaceDto {
  @QuantityField({ description: 'Pieces to take here.' }) quantity!: number;
}

export class PassedOverDto extends ProposalPlaceDto {
  @QuantityField({ description: 'Pieces that stay here.' }) quantity!: number;
  @EnumField(PASSED_OVER, {
    description:
      'Promised to others, a lot on hold or past its day, a place in quarantine, scrap or transit, or one out of use.',
  })
  reason!: string;
}

export class ProposalDto {
  @UuidField() product_id!: string;
  @UuidField() pick_within!: string;
  @EnumField(PICK_STRATEGIES, { description: 'Whose turn it is: first to expire, first in, or last in.' })
  strategy!: string;
  @QuantityField() requested!: number;
  @QuantityField({ min: 0 }) proposed!: number;
  @QuantityField({ min: 0, example: 0, description: 'Pieces that are wanted and not there.' }) short!: number;
  @ListField(DocumentUnitDto, { optional: true, max: 1, description: 'What was asked for in a unit, when it was.' })
  units?: DocumentUnitDto[];
  @BooleanField({ example: false, description: `Whether a list would have more than ${MAX_PROPOSED} rows.` })
  truncated!: boolean;
  @ListField(ProposedLineDto, { max: MAX_PROPOSED, description: 'In the order in which they are taken.' })
  lines!: ProposedLineDto[];
  @ListField(PassedOverDto, { max: MAX_PROPOSED, description: 'What would have had its turn, and why it stays.' })
  passed_over!: PassedOverDto[];
}
