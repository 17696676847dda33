import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { NO_ROOM } from '../locations/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import {
  LotMovementsDto,
  MergeInput,
  QuarantineInput,
  RelabelInput,
  SplitInput,
  UnquarantineInput,
} from './lot-conversions.dto.js';
import { LotConversionsService } from './lot-conversions.service.js';
import { LotQuarantineService } from './lot-quarantine.service.js';
import { LOT_ERRORS } from './lots.errors.js';
import { LOT_PERMISSIONS } from './lots.permissions.js';

const posted = { returns: LotMovementsDto, status: 201, action: true } as const;
const ofLot = { ...posted, versioned: true } as const;
const errors = [
  KERNEL_ERRORS.NOT_FOUND,
  KERNEL_ERRORS.VALIDATION_FAILED,
  WAREHOUSE_ERRORS.INSUFFICIENT_STOCK,
  WAREHOUSE_ERRORS.PERIOD_CLOSED,
  WAREHOUSE_ERRORS.STOCK_FROZEN,
  ...NO_ROOM,
  LOT_ERRORS.LOT_HAS_NO_STOCK,
];

/** What is done with a lot by posting. */
@ApiTags('Lots')
@Controller('warehouse/lots')
export class LotConversionsController {
  constructor(
    private readonly conversions: LotConversionsService,
    private readonly quarantines: LotQuarantineService,
  ) {}

  @Post('merge')
  @Route({
    summary: 'Merge lots',
    description:
      'Pieces of several lots of a product become one lot, where they lie. Their value goes along, to the cent.',
    permission: LOT_PERMISSIONS.convert,
    ...posted,
    errors: [...errors, LOT_ERRORS.LOT_DIFFERS, LOT_ERRORS.LOT_EXPIRES_EARLIER, WAREHOUSE_ERRORS.SERIAL_IN_STOCK],
  })
  merge(@Body() body: MergeInput): Promise<LotMovementsDto> {
    return this.conversions.merge(body);
  }

  @Post(':id/quarantine')
  @Route({
    summary: 'Move a lot into quarantine',
    description:
      'All of it that could be promised, in the warehouses that you may see. Reserved pieces are refused as short.',
    permission: LOT_PERMISSIONS.hold,
    ...ofLot,
    errors: [...errors, LOT_ERRORS.QUARANTINE_MISSING],
  })
  quarantine(@IdParam() id: string, @Body() body: QuarantineInput): Promise<LotMovementsDto> {
    return this.quarantines.quarantine(id, body);
  }

  @Post(':id/unquarantine')
  @Route({ summary: 'Take a lot out of quarantine', permission: LOT_PERMISSIONS.release, ...ofLot, errors })
  unquarantine(@IdParam() id: string, @Body() body: UnquarantineInput): Promise<LotMovementsDto> {
    return this.quarantines.unquarantine(id, body);
  }

  @Post(':id/split')
  @Route({
    summary: 'Split a lot',
    description: 'Pieces in one place become lots of their own, with the dates, supplier and hold of this one.',
    permission: LOT_PERMISSIONS.convert,
    ...ofLot,
    errors: [...errors, LOT_ERRORS.SERIAL_NOT_SPLIT, LOT_ERRORS.LOT_DIFFERS],
  })
  split(@IdParam() id: string, @Body() body: SplitInput): Promise<LotMovementsDto> {
    return this.conversions.split(id, body);
  }

  @Post(':id/relabel')
  @Route({
    summary: 'Give a lot another number',
    description: 'All of its pieces that you may see become the other lot or serial; the old one stays in the books.',
    permission: LOT_PERMISSIONS.convert,
    ...ofLot,
    errors: [...errors, LOT_ERRORS.LOT_DIFFERS, WAREHOUSE_ERRORS.SERIAL_IN_STOCK],
  })
  relabel(@IdParam() id: string, @Body() body: RelabelInput): Promise<LotMovementsDto> {
    return this.conversions.relabel(id, body);
  }
}
