import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { errorCatalogue } from '../errors/index.js';
import type { ErrorEntry } from '../errors/index.js';
import { IntegerField, ListField, StringField } from './fields.js';
import { Route } from './route.js';

class ErrorEntryDto {
  @StringField({ example: 'INSUFFICIENT_STOCK' }) code!: string;
  @StringField({ example: 'warehouse' }) module!: string;
  @StringField({ example: 'conflict' }) kind!: string;
  @IntegerField({ example: 409, min: 400, max: 599 }) status!: number;
  @StringField({ example: 'Insufficient stock' }) title!: string;
  @StringField({ example: 'One or more products are short.', max: 1000 }) description!: string;
}

class ErrorCatalogueDto {
  @ListField(ErrorEntryDto) data!: ErrorEntryDto[];
}

/** The catalogue of every `error_code` that this server can answer with. */
@ApiTags('Errors')
@Controller('errors')
export class ErrorsController {
  @Get()
  @Route({ summary: 'List every error code', permission: 'public', returns: ErrorCatalogueDto })
  list(): { data: ErrorEntry[] } {
    return { data: errorCatalogue() };
  }
}
