import {
  EnumField,
  IntegerField,
  ListField,
  QuantityField,
  ScanField,
  StringField,
  UuidField,
} from '../../../kernel/http/index.js';
import { SYMBOLOGIES } from './label-content.js';
import { SHEET_NAMES } from './sheets.js';

export class LabelFactDto {
  @StringField({ example: 'Expires' }) name!: string;
  @StringField({ example: '2029-02-28' }) value!: string;
}

export class LabelSymbolDto {
  @EnumField(SYMBOLOGIES) symbology!: string;
  @ScanField({ description: 'What a reader sends; separators are the character GS (U+001D).' }) content!: string;
  @StringField({ max: 1000, example: '(01)09506000134352(10)ABC-1', description: 'What stands beside it for people.' })
  human_readable!: string;
}

export class LabelDto {
  @StringField({ example: 'lot' }) kind!: string;
  @UuidField() id!: string;
  @StringField({ example: 'L-2026-0042' }) code!: string;
  @StringField({ nullable: true, example: 'Plush fabric, brown' }) name!: string | null;
  @ListField(LabelFactDto) facts!: LabelFactDto[];
  @ListField(LabelSymbolDto, { description: 'The first is the one that is printed unless another is asked for.' })
  symbols!: LabelSymbolDto[];
}

export class LabelPictureQuery {
  @EnumField(SYMBOLOGIES, { optional: true, description: 'The first of its symbols when not given.' })
  symbology?: string;
  @EnumField(SHEET_NAMES, {
    default: 'roll_100x50',
    description: 'The label has the size of those on this sheet or roll.',
  })
  sheet!: string;
}

export class LabelToPrintInput {
  @StringField({ min: 1, max: 64, example: 'lot' }) kind!: string;
  @UuidField() id!: string;
  @IntegerField({ default: 1, min: 1, max: 500, description: 'How many of it.' }) copies!: number;
  @QuantityField({ optional: true, example: 12, description: 'Pieces that the label stands for; printed when given.' })
  quantity?: number;
}

export class LabelSheetInput {
  @ListField(LabelToPrintInput, { min: 1, max: 500, description: 'At most 2,000 labels with their copies.' })
  labels!: LabelToPrintInput[];
  @EnumField(SHEET_NAMES, { default: 'a4_3x8' }) sheet!: string;
  @EnumField(SYMBOLOGIES, { optional: true, description: 'The first of the symbols of each when not given.' })
  symbology?: string;
  @IntegerField({ default: 0, min: 0, max: 29, description: 'Places of the first sheet that are used already.' })
  skip!: number;
}

export class SheetDto {
  @EnumField(SHEET_NAMES) name!: string;
  @IntegerField({ min: 1, example: 24 }) labels_per_page!: number;
  @StringField({ example: '70 x 37.1 mm' }) label_size!: string;
  @StringField({ example: '210 x 297 mm' }) page_size!: string;
}
