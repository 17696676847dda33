import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ListField, Route } from '../../kernel/http/index.js';
import { permissionCatalogue } from '../../kernel/security/index.js';
import { AUTH } from '../auth.permissions.js';
import { PermissionDto } from './roles.dto.js';

class PermissionCatalogueDto {
  @ListField(PermissionDto) data!: PermissionDto[];
}

@ApiTags('Auth: roles')
@Controller('auth/permissions')
export class PermissionsController {
  @Get()
  @Route({
    summary: 'List every permission there is',
    description:
      'Declared by the modules next to the routes that need them; roles, grants and API keys are made of them.',
    permission: AUTH.permissions.read,
    returns: PermissionCatalogueDto,
  })
  list(): PermissionCatalogueDto {
    return { data: permissionCatalogue() };
  }
}
