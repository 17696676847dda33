import { ApiProperty, getSchemaPath, ApiExtraModels } from '@nestjs/swagger';

/** One component as Terminus shows it, with the figures that belong to it. */
export class ComponentDto {
  @ApiProperty({ enum: ['up', 'down', 'degraded'], example: 'up' })
  status!: string;

  @ApiProperty({ type: String, required: false, description: 'Why it is down' })
  message?: string;

  @ApiProperty({ type: Number, required: false, description: 'Migrations that are pending' })
  pending?: number;

  @ApiProperty({ type: Number, required: false, description: 'Triggers looked at' })
  checked?: number;

  @ApiProperty({ type: Number, required: false, description: 'Triggers that are missing or disabled' })
  faults?: number;

  @ApiProperty({ type: Number, required: false, description: 'Jobs and periodic works whose last run failed' })
  failed?: number;

  @ApiProperty({
    type: Number,
    required: false,
    description: 'Jobs and periodic works that fell due and were done by nobody',
  })
  overdue?: number;

  @ApiProperty({ type: Number, required: false, description: 'How far the replica is behind the primary, seconds' })
  lag_seconds?: number;
  @ApiProperty({ type: Number, required: false, description: 'Tables that have no partition for the next month' })
  months_missing?: number;

  @ApiProperty({ type: Number, required: false, description: 'Whole hours since the newest backup was made' })
  hours_since_backup?: number;

  @ApiProperty({
    type: Number,
    required: false,
    description: 'Whole hours since a backup was last proven: restored elsewhere and checked',
  })
  hours_since_proof?: number;
}

type Components = Record<string, ComponentDto>;

const components = (description: string, example: Components): PropertyDecorator =>
  ApiProperty({ type: 'object', additionalProperties: { $ref: getSchemaPath(ComponentDto) }, description, example });

/** Terminus's own form, with the version and, under the name that earlier clients read, the components. */
@ApiExtraModels(ComponentDto)
export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'], example: 'ok' })
  status!: string;

  @ApiProperty({ type: String, description: 'Version of this build', example: '0.1.0' })
  version!: string;

  @components('Components that are up', { database: { status: 'up' } })
  info?: object;

  @components('Components that are down, and why', {})
  error?: object;

  @components('All components', { database: { status: 'up' } })
  details!: object;

  @components('The same as details', { database: { status: 'up' } })
  components!: object;
}
