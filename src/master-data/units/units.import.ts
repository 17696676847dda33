import { defineImport, importField } from '../../kernel/imports/index.js';
import { attributes, isActive } from '../import-fields.js';
import { MASTER_DATA } from '../master-data.permissions.js';
import { ROUNDINGS } from './rounding.js';
import { DIMENSIONS } from './units.dto.js';

export const UNITS_IMPORT = defineImport({
  resource: 'units',
  title: 'Units of measure',
  description: 'Units by their code. Conversions between them are kept through their own route.',
  permissions: [MASTER_DATA.units.create, MASTER_DATA.units.update],
  entity_type: 'unit',
  fields: {
    code: importField.code({ required: true, description: 'Code of the unit.', example: 'KG' }),
    name: importField.text({ required: true, description: 'Name of the unit.', example: 'Kilogram' }),
    dimension: importField.choice(DIMENSIONS, { default: 'count', description: 'What it measures.', example: 'mass' }),
    rounding: importField.choice(ROUNDINGS, {
      default: 'exact',
      description: 'How a quantity converted into it is rounded.',
      example: 'exact',
    }),
    rounding_increment: importField.integer({
      min: 1,
      max: 1_000_000_000,
      default: '1',
      description: 'The smallest step of the unit: what is converted into it is a multiple.',
      example: '1',
    }),
    is_active: isActive,
    attributes,
  },
  target: { table: 'erp.units', key: ['code'], versioned: true },
});
