import { select } from 'd3-selection';
import { zoom, zoomIdentity, type D3ZoomEvent, type ZoomBehavior } from 'd3-zoom';
import { useEffect, useImperativeHandle, useRef, useState, type KeyboardEvent, type Ref } from 'react';
import type { MapLayout } from '../rules/map-layout.ts';
import type { Shape } from '../rules/map-shapes.ts';
import { paint, prepare, type View } from './map-painter.ts';

export type MapHandle = {
  fit(): void;
  zoomBy(factor: number): void;
  /** brings a point of the map into the middle, near enough to read */
  flyTo(x: number, y: number, scale?: number): void;
  png(): Promise<Blob | null>;
};

type Props = {
  readonly ref: Ref<MapHandle>;
  readonly layout: MapLayout;
  readonly shapes: readonly Shape[];
  readonly label: string;
  readonly onPick: (point: { readonly x: number; readonly y: number } | null) => void;
  readonly onHover: (point: { readonly x: number; readonly y: number } | null, at: { readonly x: number; readonly y: number }) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
};

/** The map as a picture that one can push about: wheel and pinch to zoom, drag to move, click to choose. */
export function MapCanvas({ ref, layout, shapes, label, onPick, onHover, onKeyDown }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<View>({ x: 0, y: 0, k: 1 });
  const behaviour = useRef<ZoomBehavior<HTMLCanvasElement, unknown>>(undefined);
  const wanted = useRef(0);
  const painting = useRef(prepare([]));
  const [size, setSize] = useState({ width: 0, height: 0 });

  const draw = useRef(() => {});
  draw.current = () => {
    const context = canvas.current?.getContext('2d', { alpha: false });
    if (context) paint(context, painting.current, view.current, size.width, size.height, ratioOf());
  };
  const request = () => {
    if (wanted.current !== 0) return;
    wanted.current = requestAnimationFrame(() => {
      wanted.current = 0;
      draw.current();
    });
  };

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: Math.round(entry.contentRect.width), height: Math.round(entry.contentRect.height) });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const own = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.05, 6])
      .on('zoom', (event: D3ZoomEvent<HTMLCanvasElement, unknown>) => {
        view.current = event.transform;
        request();
      });
    behaviour.current = own;
    select(element).call(own).on('dblclick.zoom', null);
    return () => {
      select(element).on('.zoom', null);
    };
  }, []);

  useEffect(() => {
    painting.current = prepare(shapes);
    request();
  }, [shapes]);

  const move = (x: number, y: number, k: number) => {
    const element = canvas.current;
    if (element) behaviour.current?.transform(select(element), zoomIdentity.translate(x, y).scale(k));
  };
  const centred = (k: number) => move(Math.max(30 * k, (size.width - layout.width * k) / 2), 8, k);
  const fit = () => centred(Math.min(1.2, (size.width - 24) / (layout.width + 60), (size.height - 24) / (layout.height + 20)));
  /** wide enough to read; on a phone one column at a time */
  const open = () => centred(Math.max(Math.min(1.1, (size.width - 24) / (layout.width + 60)), size.width < 640 ? 0.85 : 0));
  const opening = useRef(open);
  opening.current = open;
  useEffect(() => {
    if (size.width > 0) opening.current();
    // a new picture is fitted once; moving about is the reader's own affair
  }, [size.width, size.height, layout.height, layout.lanes.length]);

  useImperativeHandle(ref, () => ({
    fit,
    zoomBy(factor) {
      const element = canvas.current;
      if (element) behaviour.current?.scaleBy(select(element), factor);
    },
    flyTo(x, y, scale = 1.4) {
      move(size.width / 2 - x * scale, size.height / 2 - y * scale, scale);
    },
    png: () => pngOf(layout, painting.current),
  }));

  const pointOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = canvas.current?.getBoundingClientRect();
    const { x, y, k } = view.current;
    return box ? { x: (event.clientX - box.left - x) / k, y: (event.clientY - box.top - y) / k } : null;
  };
  const ratio = ratioOf();
  return (
    <div ref={frame} className="map-frame">
      <canvas
        ref={canvas}
        width={size.width * ratio}
        height={size.height * ratio}
        style={{ width: size.width, height: size.height }}
        onClick={(event) => onPick(pointOf(event))}
        onMouseMove={(event) => {
          const box = canvas.current?.getBoundingClientRect();
          onHover(pointOf(event), { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) });
        }}
        onMouseLeave={() => onHover(null, { x: 0, y: 0 })}
        onKeyDown={onKeyDown}
        aria-label={label}
        tabIndex={0}
      />
    </div>
  );
}

function ratioOf(): number {
  return Math.min(2, globalThis.devicePixelRatio || 1);
}

/** The whole map at twice its size, or as large as a picture may be. */
async function pngOf(layout: MapLayout, painting: ReturnType<typeof prepare>): Promise<Blob | null> {
  const [width, height] = [layout.width + 96, layout.height + 60];
  const scale = Math.min(2, 8000 / Math.max(width, height));
  const sheet = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  const context = sheet.getContext('2d', { alpha: false });
  if (!context) return null;
  paint(context as unknown as CanvasRenderingContext2D, painting, { x: 48, y: 20, k: 1 }, width, height, scale);
  return sheet.convertToBlob({ type: 'image/png' });
}
