/** Words of the query language that are no metrics. */
const WORDS = new Set(
  'sum min max avg count topk bottomk quantile stddev stdvar count_values group by without on ignoring group_left group_right and or unless bool offset inf nan'.split(
    ' ',
  ),
);

/** Names of the metrics and recorded series that an expression of PromQL reads. */
export function metricsIn(expression: string): string[] {
  const bare = expression
    .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const names = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)\b(?!\s*\()/g)].map(([, name]) => name!);
  return [...new Set(names.filter((name) => !WORDS.has(name.toLowerCase())))];
}

/** Labels of a selector in an expression: `[metric, label]`. */
export function labelsIn(expression: string): [string, string][] {
  return [...expression.matchAll(/([a-zA-Z_:][\w:]*)\{([^}]*)\}/g)].flatMap(([, metric, selector]) =>
    [...selector!.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label]): [string, string] => [metric!, label!]),
  );
}
