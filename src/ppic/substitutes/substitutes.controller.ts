import { Body, Controller, Get, Post } from '@nestjs/common';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { IdParam, Route } from '../../kernel/http/index.js';
import { ManufacturingOrderDto } from '../orders/orders.dto.js';
import { PPIC_ERRORS } from '../ppic.errors.js';
import { PPIC } from '../ppic.permissions.js';
import { ComponentSubstitutesDto, ComponentSubstituteInput } from './substitutes.dto.js';
import { SubstitutesService } from './substitutes.service.js';

const MAY = PPIC.manufacturing_orders;
const { NOT_FOUND, VALIDATION_FAILED, INVALID_STATE, VALUE_OUT_OF_RANGE } = KERNEL_ERRORS;
const CHANGE = { returns: ManufacturingOrderDto, status: 200, versioned: true, action: true } as const;

/** Substitutes of an order's components. */
@Controller('ppic/manufacturing-orders/:id')
export class SubstitutesController {
  constructor(private readonly substitutes: SubstitutesService) {}

  @Get('components/:component_id/substitutes')
  @Route({
    summary: 'What may stand for a component of an order',
    description: 'By preference, with what is free of each.',
    permission: MAY.read,
    returns: ComponentSubstitutesDto,
    status: 200,
    errors: [NOT_FOUND],
  })
  options(@IdParam() id: string, @IdParam('component_id') componentId: string): Promise<ComponentSubstitutesDto> {
    return this.substitutes.options(id, componentId);
  }

  @Post('components/:component_id/substitute')
  @Route({
    ...CHANGE,
    summary: 'Have a component replaced by a substitute',
    description:
      'Wholly or in part, while nothing of it was used. Every piece is then made of both in that proportion; what the order holds follows.',
    permission: MAY.substitute,
    errors: [
      NOT_FOUND,
      VALIDATION_FAILED,
      INVALID_STATE,
      VALUE_OUT_OF_RANGE,
      PPIC_ERRORS.COMPONENT_IN_USE,
      PPIC_ERRORS.NO_SUBSTITUTE,
    ],
  })
  substitute(
    @IdParam() id: string,
    @IdParam('component_id') componentId: string,
    @Body() body: ComponentSubstituteInput,
  ): Promise<ManufacturingOrderDto> {
    return this.substitutes.substitute(id, componentId, body);
  }

  @Post('components/:component_id/undo-substitute')
  @Route({
    ...CHANGE,
    summary: 'Take a substitute out of an order again',
    description: 'While nothing of it was used: the component needs what it needed before.',
    permission: MAY.substitute,
    errors: [NOT_FOUND, INVALID_STATE, PPIC_ERRORS.COMPONENT_IN_USE, PPIC_ERRORS.NO_SUBSTITUTE],
  })
  undo(@IdParam() id: string, @IdParam('component_id') componentId: string): Promise<ManufacturingOrderDto> {
    return this.substitutes.undo(id, componentId);
  }

  @Post('substitute-shortages')
  @Route({
    ...CHANGE,
    summary: 'Have what an order is short of met by substitutes',
    description:
      'Each by the first substitute by preference that there is any of, as far as it goes; before the release or after a partial one.',
    permission: MAY.substitute,
    errors: [NOT_FOUND, INVALID_STATE],
  })
  shortages(@IdParam() id: string): Promise<ManufacturingOrderDto> {
    return this.substitutes.substituteShortages(id);
  }
}
