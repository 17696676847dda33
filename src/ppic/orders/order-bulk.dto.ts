import {
  BooleanField,
  EnumField,
  IntegerField,
  ListField,
  StringField,
  UuidField,
  ValuesField,
} from '../../kernel/http/index.js';

export const BULK_ACTIONS = ['approve', 'release', 'start', 'close'] as const;
export type OrderBulkAction = (typeof BULK_ACTIONS)[number];

export class OrderBulkInput {
  @EnumField(BULK_ACTIONS, { description: 'Needs the permission of that action too.' }) action!: OrderBulkAction;
  @ValuesField('uuid', { min: 1, max: 100, description: 'Orders, each once.' }) ids!: string[];
  @EnumField(['atomic', 'partial'], { default: 'atomic', description: 'One refusal undoes all, or only itself.' })
  mode!: 'atomic' | 'partial';
}

export class OrderBulkResultDto {
  @UuidField() id!: string;
  @BooleanField() ok!: boolean;
  @StringField({ nullable: true, example: 'MO-000123' }) number!: string | null;
  @StringField({ nullable: true, example: 'released' }) state!: string | null;
  @StringField({ nullable: true, example: null }) error_code!: string | null;
  @StringField({ nullable: true, max: 2000, example: null }) detail!: string | null;
}

export class OrderBulkAnswerDto {
  @IntegerField({ min: 0, example: 1 }) succeeded!: number;
  @IntegerField({ min: 0, example: 0 }) failed!: number;
  @ListField(OrderBulkResultDto, { description: 'In the order of the ids.' }) results!: OrderBulkResultDto[];
}
