import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  ReallocationDto,
  ReallocationInput,
  ReallocationResultDto,
  ReservationDto,
  ReservationInput,
  ReservationListQuery,
  ReservationResultDto,
} from './reservations.dto.js';
import { ReservationsService } from './reservations.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Warehouse')
@Controller('warehouse/reservations')
export class ReservationsController {
  constructor(private readonly reservations: ReservationsService) {}

  @Get()
  @Route({ summary: 'List reservations', permission: WAREHOUSE.reservations.read, returns: page(ReservationDto) })
  list(@Query() query: ReservationListQuery): Promise<Page<ReservationDto>> {
    return this.reservations.page(query);
  }

  @Post()
  @Route({
    summary: 'Reserve stock',
    description:
      'Holds free stock, place by place, until an issue names its source or it is released. All or nothing unless `partial`.',
    permission: WAREHOUSE.reservations.create,
    returns: ReservationResultDto,
    status: 201,
    action: true,
    errors: [VALIDATION_FAILED, WAREHOUSE_ERRORS.INSUFFICIENT_STOCK],
  })
  reserve(@Body() body: ReservationInput): Promise<ReservationResultDto> {
    return this.reservations.reserve(body);
  }

  @Post('reallocate')
  @Route({
    summary: 'Reserve stock, taking over from what weighs less',
    description:
      'Free stock first; then from reservations of other documents with a higher number of priority, or the same that are needed later, the least important ' +
      'first. The answer lists from whom; who lost pieces is short. `dry_run` shows it without taking.',
    permission: WAREHOUSE.reservations.reallocate,
    returns: ReallocationResultDto,
    status: 201,
    action: true,
    errors: [VALIDATION_FAILED, WAREHOUSE_ERRORS.INSUFFICIENT_STOCK],
  })
  reallocate(@Body() body: ReallocationInput): Promise<ReallocationResultDto> {
    return this.reservations.reallocate(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a reservation',
    permission: WAREHOUSE.reservations.read,
    returns: ReservationDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ReservationDto> {
    return this.reservations.get(id);
  }

  @Get(':id/reallocations')
  @Route({
    summary: 'What was taken from a reservation or given to it',
    permission: WAREHOUSE.reservations.read,
    returns: [ReallocationDto],
    errors: [NOT_FOUND],
  })
  reallocations(@IdParam() id: string): Promise<ReallocationDto[]> {
    return this.reservations.reallocationsOf(id);
  }

  @Post(':id/firm')
  @Route({
    summary: 'Make a soft reservation a hard one',
    description: 'Free pieces are held from now on; the soft claim is released, hard reservations take its place.',
    permission: WAREHOUSE.reservations.create,
    returns: ReservationResultDto,
    status: 201,
    action: true,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      WAREHOUSE_ERRORS.RESERVATION_NOT_SOFT,
      WAREHOUSE_ERRORS.RESERVATION_OF_DOCUMENT,
      WAREHOUSE_ERRORS.INSUFFICIENT_STOCK,
    ],
  })
  firm(@IdParam() id: string): Promise<ReservationResultDto> {
    return this.reservations.firm(id);
  }

  @Post(':id/release')
  @Route({
    summary: 'Release a reservation',
    description: 'Gives back what it still holds.',
    permission: WAREHOUSE.reservations.release,
    returns: ReservationDto,
    status: 200,
    action: true,
    errors: [NOT_FOUND, WAREHOUSE_ERRORS.RESERVATION_OF_DOCUMENT],
  })
  release(@IdParam() id: string): Promise<ReservationDto> {
    return this.reservations.release(id);
  }
}
