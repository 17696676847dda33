const INTERVAL_MS = 1_000;

/** Looks after the server for as long as this process lives. */
export interface Watchdog {
  stop(): Promise<void>;
}

/**
 * Asks every second whether the server is alive and revives it when it is not, so that a postmaster killed under a
 * running Pabrik comes back by itself on the same port.
 */
export function watch(
  isAlive: () => boolean,
  { revive, log }: { revive: () => Promise<unknown>; log: (message: string) => void },
): Watchdog {
  let reviving: Promise<void> | undefined;
  const timer = setInterval(() => {
    if (reviving || isAlive()) return;
    log('The embedded PostgreSQL has died; starting it again.');
    reviving = revive()
      .then(() => log('The embedded PostgreSQL is back.'))
      .catch((error: unknown) => log(`The embedded PostgreSQL did not come back: ${String(error)}`))
      .finally(() => (reviving = undefined));
  }, INTERVAL_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await reviving;
    },
  };
}
