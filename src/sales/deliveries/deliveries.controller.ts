import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { HistoryEntryDto, TransitionDto } from '../../kernel/state-machine/index.js';
import type { HistoryEntry, Transition } from '../../kernel/state-machine/index.js';
import {
  BackOrderDto,
  BackOrderQuery,
  DeliveryDto,
  DeliveryHeadDto,
  DeliveryInput,
  DeliveryListQuery,
  DeliveryPatch,
} from './deliveries.dto.js';
import { DeliveriesService } from './deliveries.service.js';
import { DELIVERY_ERRORS } from './delivery.errors.js';
import { DELIVERY_PERMISSIONS as MAY } from './delivery.permissions.js';

const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE } = KERNEL_ERRORS;
const { DELIVERY_EXCEEDS_ORDER, NOTHING_TO_DELIVER } = DELIVERY_ERRORS;

@ApiTags('Deliveries to customers')
@Controller('sales')
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Get('back-orders')
  @Route({
    summary: 'List what is ordered and has not left',
    description: 'Order line by order line, with what of it is on deliveries already.',
    permission: MAY.read,
    returns: page(BackOrderDto),
  })
  backOrders(@Query() query: BackOrderQuery): Promise<Page<BackOrderDto>> {
    return this.deliveries.backOrders(query);
  }

  @Get('deliveries')
  @Route({ summary: 'List deliveries to customers', permission: MAY.read, returns: page(DeliveryHeadDto) })
  list(@Query() query: DeliveryListQuery): Promise<Page<DeliveryHeadDto>> {
    return this.deliveries.page(query);
  }

  @Post('deliveries')
  @Route({
    summary: 'Draft a delivery',
    description:
      'Of one or several confirmed orders of one customer that go to one place. What it does not take stays a back order.',
    permission: MAY.create,
    returns: DeliveryDto,
    status: 201,
    action: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, DELIVERY_EXCEEDS_ORDER, NOTHING_TO_DELIVER],
  })
  create(@Body() body: DeliveryInput): Promise<DeliveryDto> {
    return this.deliveries.create(body);
  }

  @Get('deliveries/:id')
  @Route({
    summary: 'Show a delivery with its pick list',
    permission: MAY.read,
    returns: DeliveryDto,
    versioned: true,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<DeliveryDto> {
    return this.deliveries.get(id);
  }

  @Patch('deliveries/:id')
  @Route({
    summary: 'Change what is said of a delivery',
    permission: MAY.update,
    returns: DeliveryDto,
    versioned: true,
    errors: [NOT_FOUND, VALIDATION_FAILED, INVALID_STATE],
  })
  change(@IdParam() id: string, @Body() body: DeliveryPatch): Promise<DeliveryDto> {
    return this.deliveries.change(id, body);
  }

  @Get('deliveries/:id/transitions')
  @Route({
    summary: 'What may be done with a delivery now',
    permission: MAY.read,
    returns: [TransitionDto],
    errors: [NOT_FOUND],
  })
  transitions(@IdParam() id: string): Promise<Transition[]> {
    return this.deliveries.transitions(id);
  }

  @Get('deliveries/:id/history')
  @Route({
    summary: 'What was done with a delivery',
    permission: MAY.read,
    returns: [HistoryEntryDto],
    errors: [NOT_FOUND],
  })
  history(@IdParam() id: string): Promise<HistoryEntry[]> {
    return this.deliveries.historyOf(id);
  }
}
