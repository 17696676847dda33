import { CodeField, DateField, ListField, StringField, UuidField } from '../../kernel/http/index.js';
import { QuantityInput } from '../line-units/index.js';
import { MovementDto } from '../movements/movements.dto.js';

export class LotReasonInput {
  @StringField({ min: 1, max: 2000, example: 'Seam strength below limit in the last inspection' }) reason!: string;
}

export class QuarantineInput extends LotReasonInput {
  @UuidField({
    optional: true,
    nullable: true,
    description: "Where to; the warehouse's own quarantine when not given.",
  })
  to_location_id?: string | null;
}

export class UnquarantineInput extends LotReasonInput {
  @UuidField({ description: 'Where to: a place from which stock may be promised, of the same company.' })
  to_location_id!: string;
}

export class LotPartInput extends QuantityInput {
  @CodeField({ example: 'L-2026-0042-A', description: 'Lot that the pieces become; made when it is not there.' })
  code!: string;
}

export class SplitInput extends LotReasonInput {
  @UuidField({ description: 'Where the pieces lie.' }) location_id!: string;
  @ListField(LotPartInput, { min: 1, max: 200 }) parts!: LotPartInput[];
}

export class MergeSourceInput extends QuantityInput {
  @UuidField() lot_id!: string;
  @UuidField() location_id!: string;
}

export class MergeInput extends LotReasonInput {
  @UuidField() product_id!: string;
  @CodeField({ example: 'L-2026-0050', description: 'Lot that all of them become; made when it is not there.' })
  code!: string;
  @DateField({
    optional: true,
    nullable: true,
    description: 'Expiry of a new lot; the earliest of the sources when not given.',
  })
  expires_on?: string | null;
  @ListField(MergeSourceInput, { min: 1, max: 200 }) sources!: MergeSourceInput[];
}

export class RelabelInput extends LotReasonInput {
  @CodeField({ example: 'L-2026-0042R', description: 'The new lot or serial number.' }) code!: string;
}

/** What was posted: one movement for each company that the lot lies in. */
export class LotMovementsDto {
  @UuidField({ description: 'The lot that the pieces now belong to.' }) lot_id!: string;
  @ListField(MovementDto, { max: 100 }) movements!: MovementDto[];
}
