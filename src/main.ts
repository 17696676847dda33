import cluster from 'node:cluster';
import { readConfigOrExit } from './start/config.js';
import { serve } from './start/serve.js';
import { superviseWorkers } from './start/workers.js';

const settings = readConfigOrExit();
if (settings.webConcurrency > 1 && cluster.isPrimary) await superviseWorkers(settings);
else await serve(settings);
