import {
  EnumField,
  IntegerField,
  ListField,
  ListQuery,
  MoneyField,
  QuantityField,
  StringField,
  TextField,
  TimestampField,
  UuidField,
} from '../../kernel/http/index.js';
import { MAX_CHANGES } from './rebuild-limits.js';

export class RebuildInput {
  @UuidField({ optional: true, description: 'Of this product only; of all when it is not given.' }) product_id?: string;
  @StringField({ min: 1, max: 2000, example: 'A balance was changed by hand' }) reason!: string;
}

export class RebuildChangeDto {
  @EnumField(['balance', 'valuation']) kind!: string;
  @UuidField() product_id!: string;
  @UuidField({ nullable: true, description: 'Of a balance.' }) location_id!: string | null;
  @UuidField({ nullable: true }) lot_id!: string | null;
  @UuidField({ nullable: true, description: 'Of a value: its valuation area.' }) area_id!: string | null;
  @QuantityField({ min: 0, description: 'On hand, or the quantity that is valued.' }) quantity_before!: number;
  @QuantityField({ min: 0, description: 'What the ledger says.' }) quantity_after!: number;
  @QuantityField({ min: 0, nullable: true }) reserved_before!: number | null;
  @QuantityField({ min: 0, nullable: true }) reserved_after!: number | null;
  @MoneyField({ nullable: true }) value_before!: string | null;
  @MoneyField({ nullable: true }) value_after!: string | null;
}

export class RebuildHeadDto {
  @UuidField() id!: string;
  @UuidField({ nullable: true }) product_id!: string | null;
  @TextField({ example: 'A balance was changed by hand' }) reason!: string;
  @IntegerField({ example: 1, description: 'How many balances and values were not what the ledger says.' })
  changed!: number;
  @UuidField() created_by!: string;
  @TimestampField() created_at!: string;
}

export class RebuildDto extends RebuildHeadDto {
  @ListField(RebuildChangeDto, { max: MAX_CHANGES, description: 'The first 1,000; `changed` counts all.' })
  changes!: RebuildChangeDto[];
}

export class RebuildListQuery extends ListQuery {
  @UuidField({ optional: true }) product_id?: string;
}
