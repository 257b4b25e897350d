import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { optionOf, type Drawn } from './chart-option.ts';

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);

/** The drawing itself: vectors, so that it prints; a point that was clicked is told by its place. */
export function ChartCanvas(props: Drawn & { readonly onPick: (index: number) => void }) {
  const frame = useRef<HTMLDivElement>(null);
  const pick = useRef(props.onPick);
  pick.current = props.onPick;
  const { kind, points, unit, dark, language } = props;
  const drawn = JSON.stringify({ kind, points, unit, dark, language });
  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const chart = init(element, undefined, { renderer: 'svg' });
    chart.setOption(optionOf(JSON.parse(drawn) as Drawn));
    chart.on('click', ({ dataIndex }) => pick.current(dataIndex));
    // on paper the drawing shrinks with its frame
    const scalable = () => {
      const svg = element.querySelector('svg');
      svg?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    };
    scalable();
    const watcher = new ResizeObserver(() => {
      chart.resize();
      scalable();
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      chart.dispose();
    };
  }, [drawn]);
  return <div ref={frame} className="chart-canvas" aria-hidden="true" />;
}
