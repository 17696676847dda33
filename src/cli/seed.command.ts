import type { Command } from 'commander';
import { prepareDemo } from '../start/demo.js';
import { print, say, withApplication } from './context.js';

/** `pabrik seed`: the demo factory. A database in use is left as it is. */
export function addSeed(program: Command): void {
  program
    .command('seed')
    .description(
      'fill an empty database with the demo factory, and make its user admin (password: DEMO_ADMIN_PASSWORD, or made up)',
    )
    .action(() =>
      withApplication(async (app, config) => {
        if (config.isProduction) throw new Error('The demo factory does not go into a production database.');
        const access = await prepareDemo(app, config.with({ demo: true }), say);
        if (access?.password) print(`User ${access.username}, password ${access.password} (shown once)`);
        print('The demo factory is there.');
      }),
    );
}
