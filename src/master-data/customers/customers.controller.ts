import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { CustomerDto, CustomerInput, CustomerListQuery, CustomerPatch } from './customers.dto.js';
import { CUSTOMER } from './customers.kind.js';

const ROUTES = recordRoutes({
  one: 'a customer',
  many: 'customers',
  permissions: MASTER_DATA.customers,
  answer: CustomerDto,
});

@Controller('customers')
export class CustomersController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: CustomerListQuery): Promise<Page<CustomerDto>> {
    return this.records.page(CUSTOMER, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: CustomerInput): Promise<CustomerDto> {
    return this.records.create(CUSTOMER, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<CustomerDto> {
    return this.records.byExternalId(CUSTOMER, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: CustomerInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CustomerDto> {
    const { row, created } = await this.records.upsert(CUSTOMER, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<CustomerDto> {
    return this.records.get(CUSTOMER, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: CustomerPatch): Promise<CustomerDto> {
    return this.records.change(CUSTOMER, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<CustomerDto> {
    return this.records.setActive(CUSTOMER, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<CustomerDto> {
    return this.records.setActive(CUSTOMER, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(CUSTOMER, id);
  }
}
