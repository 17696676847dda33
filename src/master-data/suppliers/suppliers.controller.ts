import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ExternalIdParam, SystemParam } from '../records/external-name.params.js';
import { MasterRecords } from '../records/master-records.service.js';
import { recordRoutes } from '../records/record-routes.js';
import { SupplierDto, SupplierInput, SupplierListQuery, SupplierPatch } from './suppliers.dto.js';
import { SUPPLIER } from './suppliers.kind.js';

const ROUTES = recordRoutes({
  one: 'a supplier',
  many: 'suppliers',
  permissions: MASTER_DATA.suppliers,
  answer: SupplierDto,
});

@Controller('suppliers')
export class SuppliersController {
  constructor(private readonly records: MasterRecords) {}

  @Get()
  @Route(ROUTES.list)
  list(@Query() query: SupplierListQuery): Promise<Page<SupplierDto>> {
    return this.records.page(SUPPLIER, query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: SupplierInput): Promise<SupplierDto> {
    return this.records.create(SUPPLIER, body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<SupplierDto> {
    return this.records.byExternalId(SUPPLIER, system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: SupplierInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SupplierDto> {
    const { row, created } = await this.records.upsert(SUPPLIER, system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<SupplierDto> {
    return this.records.get(SUPPLIER, id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: SupplierPatch): Promise<SupplierDto> {
    return this.records.change(SUPPLIER, id, body);
  }

  @Post(':id/deactivate')
  @Route(ROUTES.deactivate)
  deactivate(@IdParam() id: string): Promise<SupplierDto> {
    return this.records.setActive(SUPPLIER, id, false);
  }

  @Post(':id/activate')
  @Route(ROUTES.activate)
  activate(@IdParam() id: string): Promise<SupplierDto> {
    return this.records.setActive(SUPPLIER, id, true);
  }

  @Delete(':id')
  @Route(ROUTES.remove)
  remove(@IdParam() id: string): Promise<void> {
    return this.records.remove(SUPPLIER, id);
  }
}
