import { CodeField, EnumField, ListField, StringField, UuidField } from '../../kernel/http/index.js';
import { INSPECTION_KINDS } from '../severities.js';

export class GateQuery {
  @UuidField({ optional: true, description: "The caller's company when not given." }) company_id?: string;
  @UuidField({ optional: true }) product_id?: string;
  @UuidField({ optional: true }) lot_id?: string;
  @StringField({ optional: true, min: 1, max: 63, example: 'manufacturing_order' }) source_type?: string;
  @UuidField({ optional: true }) source_id?: string;
  @StringField({ optional: true, min: 1, max: 64, example: 'SEWING' }) operation?: string;
  @EnumField(INSPECTION_KINDS, {
    optional: true,
    description: 'Asks, with the product, also whether an inspection of this kind is missing.',
  })
  kind?: string;
}

export class GateBlockerDto {
  @EnumField(['INSPECTION_MISSING', 'INSPECTION_OPEN', 'INSPECTION_REJECTED']) code!: string;
  @StringField({ example: 'QI-000042 is not decided yet' }) message!: string;
  @UuidField({
    nullable: true,
    description: 'null where it is missing, or in a warehouse that the caller does not see.',
  })
  inspection_id!: string | null;
  @CodeField({ nullable: true, example: 'QI-000042' }) number!: string | null;
}

export class GateDto {
  @ListField(GateBlockerDto, { description: 'Nothing: it may go on.' }) blockers!: GateBlockerDto[];
}
