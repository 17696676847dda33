import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { COUNT_PERMISSIONS } from '../counts/index.js';
import { LOT_ERRORS } from '../lots/index.js';
import { INCOMING_ERRORS, OUTGOING_ERRORS, POSTED } from '../movements/movement-routes.js';
import type { PostedMovement } from '../stock/movement-draft.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import { ScanPostings } from './scan-postings.service.js';
import { ScanResolver } from './scan-resolver.service.js';
import { SCANNING_ERRORS } from './scanning.errors.js';
import { SCANNING } from './scanning.permissions.js';
import {
  CountScansInput,
  CountedScansDto,
  MoveScansInput,
  PickScansInput,
  ReceiveScansInput,
  ResolveScanInput,
  ScanResolutionDto,
} from './scans.dto.js';

const { NOT_FOUND, INVALID_STATE, VALIDATION_FAILED } = KERNEL_ERRORS;
const { LOT_EXPIRED, LOT_ON_HOLD, SERIAL_IN_STOCK } = WAREHOUSE_ERRORS;
const taking = [...OUTGOING_ERRORS, LOT_ERRORS.LOT_DIFFERS];

/** Work with a reader in the hand. Nothing is kept between two calls: a call holds all scans of one piece of work. */
@ApiTags('Scanning')
@Controller('warehouse/scans')
export class ScansController {
  constructor(
    private readonly resolver: ScanResolver,
    private readonly postings: ScanPostings,
  ) {}

  @Post('resolve')
  @Route({
    summary: 'Find out what a scan is and what may be done with it now',
    description:
      'An element string is read by the GS1 General Specifications: its product by GTIN (that of a pack counts what the pack holds), lot, serial number, dates, ' +
      'quantity. An expiry other than that of the lot is a conflict that shows both.',
    permission: SCANNING.scans.read,
    returns: ScanResolutionDto,
    status: 200,
    errors: [VALIDATION_FAILED, SCANNING_ERRORS.SCAN_UNREADABLE, LOT_ERRORS.LOT_DIFFERS],
  })
  resolve(@Body() { scan }: ResolveScanInput): Promise<ScanResolutionDto> {
    return this.resolver.resolve(scan);
  }

  @Post('receive')
  @Route({
    summary: 'Receive what is scanned',
    description: 'Lots and serial numbers that are not there yet are made with their dates, in the same transaction.',
    permission: WAREHOUSE.stock.receive,
    ...POSTED,
    errors: INCOMING_ERRORS,
  })
  receive(@Body() body: ReceiveScansInput): Promise<PostedMovement> {
    return this.postings.receive(body);
  }

  @Post('pick')
  @Route({
    summary: 'Issue what is scanned',
    description: 'A lot that is scanned is the one taken; without one, lots are proposed within the place.',
    permission: WAREHOUSE.stock.issue,
    ...POSTED,
    errors: [...taking, LOT_ON_HOLD, LOT_EXPIRED],
  })
  pick(@Body() body: PickScansInput): Promise<PostedMovement> {
    return this.postings.pick(body);
  }

  @Post('put-away')
  @Route({
    summary: 'Put away what is scanned',
    description:
      'A line for which no place is scanned goes out of its receiving place to where the put-away rules say.',
    permission: WAREHOUSE.stock.transfer,
    ...POSTED,
    errors: [...taking, SERIAL_IN_STOCK],
  })
  putAway(@Body() body: MoveScansInput): Promise<PostedMovement> {
    return this.postings.putAway(body);
  }

  @Post('move')
  @Route({
    summary: 'Move what is scanned',
    permission: WAREHOUSE.stock.transfer,
    ...POSTED,
    errors: [...taking, SERIAL_IN_STOCK],
  })
  move(@Body() body: MoveScansInput): Promise<PostedMovement> {
    return this.postings.move(body);
  }

  @Post('count')
  @Route({
    summary: 'Enter what is scanned into a stock count',
    description: 'Blind: the answer shows what was counted, not what the books say.',
    permission: COUNT_PERMISSIONS.count,
    returns: CountedScansDto,
    status: 200,
    action: true,
    errors: [NOT_FOUND, INVALID_STATE, VALIDATION_FAILED, LOT_ERRORS.LOT_DIFFERS],
  })
  count(@Body() body: CountScansInput): Promise<CountedScansDto> {
    return this.postings.count(body);
  }
}
