export { AppConfig, ConfigError, envExample, loadConfig } from './app-config.js';
export type { LocalSecrets } from './app-config.js';
export { PROJECT_ROOT, RATE_CLASSES, SETTINGS } from './settings.js';
export type { RateClass, RateClassLimits, Setting } from './settings.js';
export { VERSION } from './version.js';
