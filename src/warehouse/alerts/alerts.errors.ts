import { defineErrors } from '../../kernel/errors/index.js';

export const ALERT_ERRORS = defineErrors('warehouse', {
  ALERT_STILL_HOLDS: {
    kind: 'conflict',
    title: 'What the alert says is still so',
    description: 'An alert is cleared when its condition has ended. Acknowledge it to have it silent until then.',
  },
  ALERT_BULK_REFUSED: {
    kind: 'conflict',
    title: 'Some alerts cannot be acknowledged',
    description: 'At least one alert refuses and nothing was changed; `results` says why, alert by alert.',
  },
});
