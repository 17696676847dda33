import { Injectable, Logger } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Reservations } from './reservations.js';

const EVERY_MS = 60_000;

/** Gives back, every minute, what reservations past their time still hold. Who needs such pieces sooner takes them anyway. */
@Injectable()
export class ExpiredReservations implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(ExpiredReservations.name);
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly reservations: Reservations) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.attempt(), EVERY_MS);
    this.timer.unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** A database that is away is asked again a minute later. */
  private async attempt(): Promise<void> {
    try {
      await this.reservations.releaseExpired();
    } catch (error) {
      this.logger.warn(`Expired reservations could not be given back: ${(error as Error).message}`);
    }
  }
}
