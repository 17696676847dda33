import { ApiProperty } from '@nestjs/swagger';

const COMPONENTS = {
  type: 'object' as const,
  additionalProperties: {
    type: 'object',
    properties: { status: { type: 'string', enum: ['up', 'down', 'degraded'] } },
  },
};

/** Terminus's own form, with the version and, under the name that earlier clients read, the components. */
export class HealthDto {
  @ApiProperty({ enum: ['ok', 'degraded', 'error', 'shutting_down'], example: 'ok' })
  status!: string;

  @ApiProperty({ type: String, description: 'Version of this build', example: '0.1.0' })
  version!: string;

  @ApiProperty({ ...COMPONENTS, description: 'Components that are up', example: { database: { status: 'up' } } })
  info?: object;

  @ApiProperty({ ...COMPONENTS, description: 'Components that are down, and why', example: {} })
  error?: object;

  @ApiProperty({ ...COMPONENTS, description: 'All components', example: { database: { status: 'up' } } })
  details!: object;

  @ApiProperty({ ...COMPONENTS, description: 'The same as details', example: { database: { status: 'up' } } })
  components!: object;
}
