import { CodeField, IntegerField, StringField, TextField, patchOf } from '../../kernel/http/index.js';
import { RecordInput, RecordListQuery, deactivatable } from '../records/record.dto.js';

/** What the factory knows of any firm it deals with. */
export class PartnerInput extends RecordInput {
  @CodeField({ example: 'KAIN-JAYA', description: 'Unique whatever its case.' }) code!: string;
  @StringField({ min: 1, max: 200, example: 'Kain Jaya' }) name!: string;
  @StringField({ optional: true, nullable: true, max: 200, example: 'PT Kain Jaya Abadi' }) legal_name?: string | null;
  @StringField({ optional: true, nullable: true, max: 64, example: '01.234.567.8-901.000' }) tax_number?: string | null;
  @StringField({ optional: true, nullable: true, max: 254, example: 'sales@kainjaya.example' }) email?: string | null;
  @StringField({ optional: true, nullable: true, max: 64, example: '+62 21 555 0100' }) phone?: string | null;
  @TextField({ optional: true, nullable: true, max: 1000, example: 'Jl. Industri 12, Jakarta' }) address?:
    string | null;
  @CodeField({
    optional: true,
    nullable: true,
    max: 3,
    example: 'IDR',
    description: 'Usual currency, by its ISO code.',
  })
  currency_code?: string | null;
  @IntegerField({ optional: true, max: 3650, example: 30, description: 'Days from invoice to payment.' })
  payment_terms_days?: number;
}

export class SupplierInput extends PartnerInput {
  @IntegerField({
    optional: true,
    nullable: true,
    max: 3650,
    example: 14,
    description: 'Usual days from order to delivery.',
  })
  lead_time_days?: number | null;
}

export class SupplierPatch extends patchOf(SupplierInput) {}

export class SupplierDto extends deactivatable(SupplierInput) {}

export class SupplierListQuery extends RecordListQuery {
  @StringField({ optional: true, min: 1, max: 64, description: 'Exactly this code, in any case.' }) code?: string;
}
