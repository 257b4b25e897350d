import type { EChartsCoreOption } from 'echarts/core';
import type { Language } from '#kernel/contract/text.ts';
import { partsOf, textOf, type Unit } from './figure-text.ts';

export type Drawn = {
  readonly kind: 'line' | 'bar';
  readonly points: readonly { readonly label: string; readonly value: number | null }[];
  readonly unit: Unit;
  readonly dark: boolean;
  readonly language: Language;
};

const light = { text: '#3c4653', line: '#c9ced6', grid: '#eceef1', ink: '#1f5673', wash: '#1f567322' };
const night = { text: '#c8d3df', line: '#4a5b6e', grid: '#22364a', ink: '#7cc3e6', wash: '#7cc3e633' };

/** One series, one ink, no decoration: months on a line, cells as bars with their numbers at the end. */
export function optionOf({ kind, points, unit, dark, language }: Drawn): EChartsCoreOption {
  const colours = dark ? night : light;
  const size = dark ? 18 : 12;
  const shown = (value: unknown) => (typeof value === 'number' ? textOf(value, unit, language) : '—');
  const labels = { color: colours.text, fontSize: size };
  const values = {
    type: 'value',
    splitNumber: 3,
    ...(unit === 'share' && { max: (extent: { max: number }) => Math.min(1, Math.max(extent.max, 0.1)) }),
    ...(typeof unit === 'object' && { minInterval: 1 }),
    // in 分: steps of 万元 at least, and each with its unit, which changes along the axis
    ...(unit === 'money' && { minInterval: 1_000_000 }),
    axisLabel: {
      ...labels,
      formatter: (value: number) =>
        unit === 'money' ? textOf(value, unit, language) : `${partsOf(value, unit, language).number}${unit === 'share' ? '%' : ''}`,
    },
    splitLine: { lineStyle: { color: colours.grid } },
  };
  const names = {
    type: 'category',
    data: points.map(({ label }) => label),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.line } },
    axisLabel: { ...labels, hideOverlap: kind === 'line', ...(kind === 'bar' && { width: dark ? 170 : 108, overflow: 'truncate' }) },
  };
  const data = points.map(({ value }) => value);
  const tip = { trigger: 'axis', confine: true, valueFormatter: shown, axisPointer: { type: kind === 'line' ? 'line' : 'shadow' } };
  if (kind === 'line') {
    return {
      animation: false,
      grid: { left: 4, right: 16, top: 16, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      tooltip: tip,
      xAxis: { ...names, boundaryGap: false },
      yAxis: values,
      series: [
        {
          type: 'line',
          data,
          symbolSize: 7,
          lineStyle: { width: 2, color: colours.ink },
          itemStyle: { color: colours.ink },
          areaStyle: { color: colours.wash },
        },
      ],
    };
  }
  return {
    animation: false,
    grid: { left: 4, right: dark ? 90 : 70, top: 4, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: tip,
    xAxis: { ...values, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: { ...names, inverse: true, axisLine: { show: false } },
    series: [
      {
        type: 'bar',
        data,
        barMaxWidth: dark ? 34 : 18,
        itemStyle: { color: colours.ink, borderRadius: 2 },
        label: { show: true, position: 'right', ...labels, formatter: ({ value }: { value: unknown }) => shown(value) },
      },
    ],
  };
}
