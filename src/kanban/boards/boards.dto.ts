import {
  CodeField,
  DateField,
  EnumField,
  IntegerField,
  ListField,
  ObjectField,
  QuantityField,
  StringField,
  UuidField,
} from '../../kernel/http/index.js';
import { versioned } from '../../master-data/index.js';
import { BOARD_COLUMNS } from './board-columns.js';

export class BoardColumnDto {
  @EnumField(BOARD_COLUMNS) state!: string;
  @IntegerField({ nullable: true, min: 1, example: 8, description: 'At most so many cards; null: as many as come.' })
  wip_limit!: number | null;
  @IntegerField({ min: 0, example: 3, description: 'Cards in it now.' }) cards!: number;
}

class BoardFields {
  @UuidField({ nullable: true, description: 'Where its cards take from unless they say otherwise.' })
  from_location_id!: string | null;
  @UuidField({ nullable: true, description: 'Where its cards bring to unless they say otherwise.' })
  to_location_id!: string | null;
}

class BoardRow extends BoardFields {
  @UuidField() department_id!: string;
  @CodeField({ example: 'SEWING' }) department_code!: string;
  @StringField({ example: 'Sewing' }) department_name!: string;
  @UuidField() company_id!: string;
  @ListField(BoardColumnDto, { max: 3 }) columns!: BoardColumnDto[];
}

/** `id` is null and `version` 0 for a department that has set no board up: it has no limits. */
export class KanbanBoardDto extends versioned(BoardRow) {
  @UuidField({ nullable: true }) declare id: string;
  @IntegerField({ min: 0, example: 3 }) declare version: number;
}

export class BoardColumnInput {
  @EnumField(BOARD_COLUMNS) state!: string;
  @IntegerField({ nullable: true, min: 1, max: 500, example: 8 }) wip_limit!: number | null;
}

export class KanbanBoardInput {
  @UuidField({ optional: true, nullable: true }) from_location_id?: string | null;
  @UuidField({ optional: true, nullable: true }) to_location_id?: string | null;
  @ListField(BoardColumnInput, {
    max: 3,
    example: [{ state: 'in_progress', wip_limit: 8 }],
    description: 'A column that is not named has no limit. Cards that are in a column already may stay.',
  })
  columns!: BoardColumnInput[];
}

export class DashboardDto {
  @ObjectField(KanbanBoardDto) board!: KanbanBoardDto;
  @IntegerField({ min: 0 }) open_cards!: number;
  @IntegerField({ min: 0, description: 'Past the day they are needed by.' }) late_cards!: number;
  @IntegerField({ min: 0 }) urgent_cards!: number;
  @IntegerField({ min: 0 }) completed_today!: number;
  @QuantityField({ min: 0, description: 'Pieces on their way to the department.' }) in_transit_quantity!: number;
  @DateField({ nullable: true }) next_needed_by!: string | null;
  @IntegerField({ min: 0, description: 'Cards of its replenishment loops that are full.' }) loop_cards_full!: number;
  @IntegerField({ min: 0, description: 'Signalled, and nothing is ordered yet.' }) loop_cards_empty!: number;
  @IntegerField({ min: 0 }) loop_cards_on_order!: number;
  @IntegerField({ min: 0, description: 'Of those two: past the day they should have been full again.' })
  loop_cards_late!: number;
}

export class AllBoardsDto {
  @ListField(KanbanBoardDto, { max: 1000, description: 'By the code of the department.' }) data!: KanbanBoardDto[];
}
