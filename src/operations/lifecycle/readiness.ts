import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap } from '@nestjs/common';

/** Whether this process wants requests: not before it has started, not any more once it is asked to stop. */
@Injectable()
export class Readiness implements OnApplicationBootstrap {
  private hasStarted = false;
  private isDraining = false;

  get started(): boolean {
    return this.hasStarted;
  }

  get draining(): boolean {
    return this.isDraining;
  }

  onApplicationBootstrap(): void {
    this.hasStarted = true;
  }

  /** From now on `/health/ready` says no, so that a load balancer sends nothing new. */
  drain(): void {
    this.isDraining = true;
  }
}
