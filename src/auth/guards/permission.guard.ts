import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { KERNEL_ERRORS } from '../../kernel/errors/index.js';
import { ROUTE, documentGuardErrors } from '../../kernel/http/index.js';
import type { RouteOptions } from '../../kernel/http/index.js';
import { RequestContext } from '../../kernel/security/index.js';
import type { KnownActor } from '../access/actors.js';
import { AUTH_ERRORS } from '../auth.errors.js';

documentGuardErrors(AUTH_ERRORS.PASSWORD_CHANGE_REQUIRED, AUTH_ERRORS.MFA_ENROLMENT_REQUIRED);

/** Third guard: lets through who may, and nobody else. A handler that does not say who may is closed to all. */
@Injectable()
export class PermissionGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  /** @throws UNAUTHENTICATED, FORBIDDEN, PASSWORD_CHANGE_REQUIRED, MFA_ENROLMENT_REQUIRED */
  canActivate(context: ExecutionContext): boolean {
    const route = this.reflector.get<RouteOptions | undefined>(ROUTE, context.getHandler());
    if (!route) throw KERNEL_ERRORS.FORBIDDEN('This route does not say who may use it, so nobody may');
    if (route.permission === 'public') return true;
    const { actor, refusal } = RequestContext.current();
    if (!actor) throw refusal ?? KERNEL_ERRORS.UNAUTHENTICATED();
    checkAccess(actor as KnownActor, route);
    return true;
  }
}

/** @throws PASSWORD_CHANGE_REQUIRED, MFA_ENROLMENT_REQUIRED, FORBIDDEN */
export function checkAccess(actor: KnownActor, route: RouteOptions): void {
  const { permission, allowed_before_password_change: beforehand = false } = route;
  if (actor.must_change_password && !beforehand) throw AUTH_ERRORS.PASSWORD_CHANGE_REQUIRED();
  if (actor.must_enrol_mfa && !beforehand && !route.allowed_before_mfa) throw AUTH_ERRORS.MFA_ENROLMENT_REQUIRED();
  if (permission === 'public' || permission === 'authenticated' || actor.permissions.has(permission)) return;
  throw KERNEL_ERRORS.FORBIDDEN(`The permission ${permission} is needed`, { permission });
}
