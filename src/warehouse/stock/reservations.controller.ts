import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route, page } from '../../kernel/http/index.js';
import { WAREHOUSE_ERRORS } from '../warehouse.errors.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import { ReservationDto, ReservationInput, ReservationListQuery, ReservationsMadeDto } from './stock.dto.js';
import { StockRepository } from './stock.repository.js';
import { StockService } from './stock.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Warehouse')
@Controller('warehouse/reservations')
export class ReservationsController {
  constructor(
    private readonly stock: StockService,
    private readonly reads: StockRepository,
  ) {}

  @Get()
  @Route({ summary: 'List reservations', permission: WAREHOUSE.reservations.read, returns: page(ReservationDto) })
  list(@Query() query: ReservationListQuery): Promise<Page<ReservationDto>> {
    return this.reads.reservations(query);
  }

  @Post()
  @Route({
    summary: 'Reserve stock',
    description:
      'All lines or none, unless `partial`. A reserved piece leaves only for what it is reserved for, or once it is released.',
    permission: WAREHOUSE.reservations.create,
    returns: ReservationsMadeDto,
    status: 201,
    errors: [WAREHOUSE_ERRORS.INSUFFICIENT_STOCK, VALIDATION_FAILED],
  })
  reserve(@Body() body: ReservationInput): Promise<ReservationsMadeDto> {
    return this.stock.reserve(body);
  }

  @Get(':id')
  @Route({
    summary: 'Show a reservation',
    permission: WAREHOUSE.reservations.read,
    returns: ReservationDto,
    errors: [NOT_FOUND],
  })
  get(@IdParam() id: string): Promise<ReservationDto> {
    return this.stock.reservation(id);
  }

  @Post(':id/release')
  @Route({
    summary: 'Release a reservation',
    description: 'Gives back what it still holds; released twice, nothing more happens.',
    permission: WAREHOUSE.reservations.release,
    returns: ReservationDto,
    status: 200,
    action: true,
    errors: [NOT_FOUND],
  })
  release(@IdParam() id: string): Promise<ReservationDto> {
    return this.stock.release(id);
  }
}
