import type { MapLayout } from '../rules/map-layout.ts';
import type { Look, Shape } from '../rules/map-shapes.ts';

const family = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif";

/** The map as an SVG document: the same shapes as on the screen, its text selectable, with a title and a line of notes. */
export function svgOf(shapes: readonly Shape[], layout: MapLayout, title: string, notes: string): string {
  const [width, height] = [layout.width + 96, layout.height + 110];
  const body = shapes.map(shapeText).join('\n');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-48 -70 ${width} ${height}" width="${width}" height="${height}" font-family="${family}">
<rect x="-48" y="-70" width="${width}" height="${height}" fill="#ffffff"/>
<text x="-24" y="-36" font-size="24" font-weight="600" fill="#1d2733">${escape(title)}</text>
<text x="-24" y="-12" font-size="13" fill="#667180">${escape(notes)}</text>
${body}
</svg>`;
}

/** The curve between two points: out and in level, as goods flow. */
export function curvePath({
  x1,
  y1,
  x2,
  y2,
}: {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}): string {
  if (Math.abs(x1 - x2) < 1) return `M${x1} ${y1}C${x1 - 46} ${y1} ${x2 - 46} ${y2} ${x2} ${y2}`;
  const middle = (x1 + x2) / 2;
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function shapeText(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect x="${shape.x}" y="${shape.y}" width="${shape.w}" height="${shape.h}" rx="${shape.r}"${lookText(shape.look)}/>`;
    case 'circle':
      return `<circle cx="${shape.x}" cy="${shape.y}" r="${shape.r}"${lookText(shape.look)}/>`;
    case 'curve':
      return `<path d="${curvePath(shape)}"${lookText(shape.look)}/>`;
    case 'line':
      return `<polyline points="${shape.points.map((point) => point.join(',')).join(' ')}"${lookText(shape.look)}/>`;
    case 'text':
      return `<text x="${shape.x}" y="${shape.y}" font-size="${shape.size}"${shape.bold ? ' font-weight="600"' : ''}${shape.end ? ' text-anchor="end"' : ''} fill="${shape.colour}">${escape(shape.text)}</text>`;
  }
}

function lookText({ fill, stroke, width, dash, alpha }: Look): string {
  return `${` fill="${fill ?? 'none'}"`}${stroke ? ` stroke="${stroke}" stroke-width="${width ?? 1}"` : ''}${dash ? ` stroke-dasharray="${dash.join(' ')}"` : ''}${alpha === undefined ? '' : ` opacity="${alpha}"`}`;
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
