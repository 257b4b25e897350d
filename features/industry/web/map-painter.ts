import type { Look, Shape } from '../rules/map-shapes.ts';
import { curvePath } from './map-svg.ts';

export type View = { readonly x: number; readonly y: number; readonly k: number };
type Batch = { readonly look: Look; readonly path: Path2D };
type Words = Extract<Shape, { kind: 'text' }>;
export type Painting = { readonly batches: readonly Batch[]; readonly words: readonly Words[] };

const family = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC',sans-serif";

/** Gathers neighbouring shapes of one look into single paths: a frame paints a few hundred of them, not thirty thousand shapes. */
export function prepare(shapes: readonly Shape[]): Painting {
  const batches: { look: Look; key: string; path: Path2D }[] = [];
  const words: Words[] = [];
  const open = new Map<string, { look: Look; key: string; path: Path2D }>();
  let layer = '';
  for (const shape of shapes) {
    if (shape.kind === 'text') {
      words.push(shape);
      continue;
    }
    // batches of one layer may be painted in any order among themselves; a new layer begins when the kind changes
    if (shape.kind !== layer) {
      open.clear();
      layer = shape.kind;
    }
    const key = JSON.stringify(shape.look);
    const batch = open.get(key) ?? { look: shape.look, key, path: new Path2D() };
    if (!open.has(key)) {
      open.set(key, batch);
      batches.push(batch);
    }
    trace(batch.path, shape);
  }
  return { batches, words };
}

function trace(path: Path2D, shape: Exclude<Shape, Words>): void {
  switch (shape.kind) {
    case 'rect':
      path.roundRect(shape.x, shape.y, shape.w, shape.h, shape.r);
      return;
    case 'circle':
      path.moveTo(shape.x + shape.r, shape.y);
      path.arc(shape.x, shape.y, shape.r, 0, Math.PI * 2);
      return;
    case 'curve':
      path.addPath(new Path2D(curvePath(shape)));
      return;
    case 'line':
      shape.points.forEach(([x, y], index) => (index === 0 ? path.moveTo(x, y) : path.lineTo(x, y)));
  }
}

/** Paints one frame. Words too small to read or out of sight are left out. */
export function paint(
  context: CanvasRenderingContext2D,
  painting: Painting,
  view: View,
  width: number,
  height: number,
  ratio: number,
): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width * ratio, height * ratio);
  context.setTransform(view.k * ratio, 0, 0, view.k * ratio, view.x * ratio, view.y * ratio);
  for (const { look, path } of painting.batches) {
    context.globalAlpha = look.alpha ?? 1;
    if (look.fill) {
      context.fillStyle = look.fill;
      context.fill(path);
    }
    if (look.stroke) {
      context.strokeStyle = look.stroke;
      context.lineWidth = look.width ?? 1;
      context.setLineDash(look.dash ? [...look.dash] : []);
      context.stroke(path);
    }
  }
  context.globalAlpha = 1;
  for (const word of painting.words) {
    if (word.size * view.k < 6) continue;
    const y = word.y * view.k + view.y;
    if (y < -20 || y > height + 20) continue;
    context.font = `${word.bold ? '600 ' : ''}${word.size}px ${family}`;
    context.fillStyle = word.colour;
    context.textAlign = word.end ? 'right' : 'left';
    context.fillText(word.text, word.x, word.y, word.most);
  }
}
