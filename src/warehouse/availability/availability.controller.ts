import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { Route } from '../../kernel/http/index.js';
import { WAREHOUSE } from '../warehouse.permissions.js';
import {
  AvailabilityAtQuery,
  AvailabilityQuestionInput,
  StockAvailabilityDto,
  StockAvailabilityFiguresDto,
} from './availability.dto.js';
import { AvailabilityService } from './availability.service.js';

const { NOT_FOUND, VALIDATION_FAILED } = KERNEL_ERRORS;

@ApiTags('Availability')
@Controller('warehouse/availability')
export class AvailabilityController {
  constructor(private readonly availability: AvailabilityService) {}

  @Get()
  @Route({
    summary: 'What can be promised of a product, now and at a date',
    description:
      'Free stock, and day by day what is expected and wanted, by document. Available at a date is what can be promised for it without taking it from a later ' +
      'demand. What is overdue counts as of today; supply without a date, or of an order that is not released, does not count.',
    permission: WAREHOUSE.stock.read,
    returns: StockAvailabilityDto,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  of(@Query() query: AvailabilityAtQuery): Promise<StockAvailabilityDto> {
    return this.availability.of(query);
  }

  @Post()
  @Route({
    summary: 'What can be promised of many products, now and at a date',
    description: 'The figures of up to 200 products at once, in the order asked. Changes nothing.',
    permission: WAREHOUSE.stock.read,
    returns: [StockAvailabilityFiguresDto],
    status: 200,
    errors: [NOT_FOUND, VALIDATION_FAILED],
  })
  ofMany(@Body() body: AvailabilityQuestionInput): Promise<StockAvailabilityFiguresDto[]> {
    return this.availability.ofMany(body);
  }
}
