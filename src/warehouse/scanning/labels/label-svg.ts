import type { LabelDrawing } from './label-drawing.js';

/** A label as an SVG picture of its own size. */
export function labelSvg({ width, height, rectangles, texts }: LabelDrawing): string {
  const path = rectangles.map((r) => `M${n(r.x)} ${n(r.y)}h${n(r.width)}v${n(r.height)}h${n(-r.width)}z`).join('');
  const words = texts.map(
    ({ x, y, size, bold, text }) =>
      `<text x="${n(x)}" y="${n(y)}" font-size="${n(size)}"${bold ? ' font-weight="bold"' : ''}>${escaped(text)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}mm" height="${n(height)}mm" viewBox="0 0 ${n(width)} ${n(height)}">`,
    `<rect width="${n(width)}" height="${n(height)}" fill="#fff"/>`,
    `<path d="${path}" fill="#000" shape-rendering="crispEdges"/>`,
    `<g font-family="Helvetica, Arial, sans-serif" fill="#000">${words.join('')}</g>`,
    '</svg>',
  ].join('\n');
}

function n(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}

function escaped(text: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character]!);
}
