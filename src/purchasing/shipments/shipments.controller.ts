import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import { SHIPMENT_ERRORS } from './shipment.errors.js';
import { SHIPMENT_PERMISSIONS as MAY } from './shipment.permissions.js';
import {
  ExpectedLineDto,
  ExpectedListQuery,
  ShipmentDto,
  ShipmentHeadDto,
  ShipmentInput,
  ShipmentListQuery,
  ShipmentPatch,
} from './shipments.dto.js';
import { ShipmentsService } from './shipments.service.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;

@ApiTags('Shipments of suppliers')
@Controller('purchasing')
export class ShipmentsController {
  constructor(private readonly shipments: ShipmentsService) {}

  @Get('expected')
  @Route({
    summary: 'List what is still to come',
    description: 'Order line by order line, with what of it is on its way and whether it is late.',
    permission: MAY.read,
    returns: page(ExpectedLineDto),
  })
  expected(@Query() query: ExpectedListQuery): Promise<Page<ExpectedLineDto>> {
    return this.shipments.expected(query);
  }

  @Get('shipments')
  @Route({ summary: 'List shipments of suppliers', permission: MAY.read, returns: page(ShipmentHeadDto) })
  list(@Query() query: ShipmentListQuery): Promise<Page<ShipmentHeadDto>> {
    return this.shipments.page(query);
  }

  @Post('shipments')
  @Route({
    summary: 'Announce a shipment',
    description: 'Goods of one or several orders that travel together.',
    permission: MAY.create,
    returns: ShipmentDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, SHIPMENT_ERRORS.SHIPMENT_EXCEEDS_ORDER],
  })
  create(@Body() body: ShipmentInput): Promise<ShipmentDto> {
    return this.shipments.create(body);
  }

  @Get('shipments/:id')
  @Route({
    summary: 'Show a shipment',
    permission: MAY.read,
    returns: ShipmentDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ShipmentDto> {
    return this.shipments.get(id);
  }

  @Patch('shipments/:id')
  @Route({
    summary: 'Change what is said of a shipment',
    permission: MAY.update,
    returns: ShipmentDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: ShipmentPatch): Promise<ShipmentDto> {
    return this.shipments.change(id, body);
  }

  @Get('shipments/:id/transitions')
  @Route({
    summary: 'What may be done with a shipment now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.shipments.transitions(id);
  }

  @Get('shipments/:id/history')
  @Route({
    summary: 'What was done with a shipment',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.shipments.historyOf(id);
  }
}
