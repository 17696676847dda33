import { IntegerField, ListField, StringField, TimestampField } from './fields.js';

export class FieldErrorDto {
  @StringField({
    example: '/lines/0/quantity',
    description: 'JSON pointer into the body; `?name` for a query parameter.',
  })
  pointer!: string;
  @StringField({ example: 'TOO_SMALL' }) code!: string;
  @StringField({ example: 'must be at least 1' }) message!: string;
}

/** A refusal, as RFC 9457 has it, with our stable `error_code`. Some codes add members, such as `shortages`. */
export class ProblemDto {
  @StringField({ example: '/api/v1/errors#INSUFFICIENT_STOCK' }) type!: string;
  @StringField({ example: 'Insufficient stock' }) title!: string;
  @IntegerField({ example: 409, min: 400, max: 599 }) status!: number;
  @StringField({ example: '2 products are short', max: 4000 }) detail!: string;
  @StringField({ example: '/api/v1/warehouse/issues', max: 2000 }) instance!: string;
  @StringField({ example: 'INSUFFICIENT_STOCK' }) error_code!: string;
  @StringField({ example: '0198a6f2-3c1e-7d4b-9a55-1f0e8c7b6a59' }) request_id!: string;
  @TimestampField() timestamp!: string;
  @ListField(FieldErrorDto, { optional: true, max: 50 }) errors?: FieldErrorDto[];
  @IntegerField({ optional: true, example: 2, description: 'How many field errors there are in all.' })
  errors_total?: number;
}
