import { Body, Controller, Delete, Get, Patch, Post, Put, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Page } from '../../kernel/database/index.js';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { ExternalIdParam, SystemParam, recordRoutes } from '../../master-data/index.js';
import {
  GenerateLocationsInput,
  GeneratedLocationsDto,
  LocationDto,
  LocationInput,
  LocationListQuery,
  LocationPatch,
} from './locations.dto.js';
import { LOCATION_ERRORS, NO_ROOM } from './locations.errors.js';
import { LOCATION_PERMISSIONS } from './locations.permissions.js';
import { LocationsService } from './locations.service.js';

const ROUTES = recordRoutes({
  one: 'a location',
  many: 'locations',
  permissions: LOCATION_PERMISSIONS,
  answer: LocationDto,
  errors: [
    LOCATION_ERRORS.LOCATION_PARENT_REFUSED,
    LOCATION_ERRORS.LOCATION_MOVE_REFUSED,
    LOCATION_ERRORS.LOCATION_OWNER_REFUSED,
    LOCATION_ERRORS.LOCATION_IS_VIRTUAL,
  ],
  change_errors: NO_ROOM,
});
const { LOCATION_IS_VIRTUAL, LOCATION_HOLDS_STOCK } = LOCATION_ERRORS;

@ApiTags('Warehouse')
@Controller('warehouse/locations')
export class LocationsController {
  constructor(private readonly locations: LocationsService) {}

  @Get()
  @Route({ ...ROUTES.list, description: '`below` gives a whole subtree: what is in warehouse A?' })
  list(@Query() query: LocationListQuery): Promise<Page<LocationDto>> {
    return this.locations.page(query);
  }

  @Post()
  @Route(ROUTES.create)
  create(@Body() body: LocationInput): Promise<LocationDto> {
    return this.locations.create(body);
  }

  @Post('generate')
  @Route({
    summary: 'Add the locations of an address pattern',
    description:
      'Makes every address that the pattern stands for, at most 5,000 at once. Addresses that are there already stay as they are.',
    permission: LOCATION_PERMISSIONS.create,
    returns: GeneratedLocationsDto,
    status: 200,
    action: true,
    errors: [KERNEL_ERRORS.NOT_FOUND, KERNEL_ERRORS.VALIDATION_FAILED, LOCATION_ERRORS.LOCATION_PARENT_REFUSED],
  })
  generate(@Body() body: GenerateLocationsInput): Promise<GeneratedLocationsDto> {
    return this.locations.generate(body);
  }

  @Get('by-external-id/:system/:external_id')
  @Route(ROUTES.byExternalId)
  byExternalId(@SystemParam() system: string, @ExternalIdParam() externalId: string): Promise<LocationDto> {
    return this.locations.byExternalId(system, externalId);
  }

  @Put('by-external-id/:system/:external_id')
  @Route(ROUTES.upsert)
  async upsert(
    @SystemParam() system: string,
    @ExternalIdParam() externalId: string,
    @Body() body: LocationInput,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LocationDto> {
    const { row, created } = await this.locations.upsert(system, externalId, body);
    if (created) void reply.status(201);
    return row;
  }

  @Get(':id')
  @Route(ROUTES.get)
  get(@IdParam() id: string): Promise<LocationDto> {
    return this.locations.get(id);
  }

  @Patch(':id')
  @Route(ROUTES.change)
  change(@IdParam() id: string, @Body() body: LocationPatch): Promise<LocationDto> {
    return this.locations.change(id, body);
  }

  @Post(':id/deactivate')
  @Route({
    ...ROUTES.deactivate,
    errors: [...(ROUTES.deactivate.errors ?? []), LOCATION_HOLDS_STOCK, LOCATION_IS_VIRTUAL],
  })
  deactivate(@IdParam() id: string): Promise<LocationDto> {
    return this.locations.setActive(id, false);
  }

  @Post(':id/activate')
  @Route({ ...ROUTES.activate, errors: [...(ROUTES.activate.errors ?? []), LOCATION_IS_VIRTUAL] })
  activate(@IdParam() id: string): Promise<LocationDto> {
    return this.locations.setActive(id, true);
  }

  @Delete(':id')
  @Route({ ...ROUTES.remove, errors: [...(ROUTES.remove.errors ?? []), LOCATION_IS_VIRTUAL] })
  remove(@IdParam() id: string): Promise<void> {
    return this.locations.remove(id);
  }
}
