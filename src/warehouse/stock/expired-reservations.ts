import { Injectable } from '@nestjs/common';
import { PeriodicWork } from '../../kernel/periodic/index.js';
import { Reservations } from './reservations.js';

const EVERY_MS = 60_000;

/** Gives back, every minute, what reservations past their time still hold. Who needs such pieces sooner takes them anyway. */
@Injectable()
export class ExpiredReservations extends PeriodicWork {
  constructor(private readonly reservations: Reservations) {
    super(EVERY_MS, 'Expired reservations could not be given back');
  }

  protected work(): Promise<number> {
    return this.reservations.releaseExpired();
  }
}
