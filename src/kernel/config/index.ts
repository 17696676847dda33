export { AppConfig, ConfigError, envExample, loadConfig } from './app-config.js';
export { PROJECT_ROOT, SETTINGS } from './settings.js';
export type { Setting } from './settings.js';
export { VERSION } from './version.js';
