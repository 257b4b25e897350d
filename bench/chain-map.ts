import { parseArgs } from 'node:util';
import { chromium, type Browser } from 'playwright-core';
import { createRandom } from '#seeds/random.ts';
import type { ChainMap } from '#features/industry/map-contract.ts';
import { layoutMap } from '#features/industry/rules/map-layout.ts';
import { shapesOf } from '#features/industry/rules/map-shapes.ts';
import { examplePassword } from '#seeds/example-accounts.ts';
import { freePort, startServer } from './faults/installation.ts';
import { openPlace } from './stand/place.ts';

/**
 * `npx vite build`, then `node bench/chain-map.ts [--json]`: frames of the chain map with 5,000 firms and 20,000 edges while it is moved and
 * zoomed, in a browser without a graphics card, beside an empty canvas of the same size in the same run.
 */
const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const say = (line: string) => (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const segments = ['upstream', 'midstream', 'downstream', 'support'] as const;
const states = ['missing', 'singlePoint', 'weak', 'normal', 'strong'] as const;
const model = synthetic(5000, 20_000);

const began = performance.now();
const layout = layoutMap(model);
const laidOut = performance.now() - began;
const shapes = shapesOf(model, layout, { language: 'zh', firm: null, organisations: true, shown: new Set(model.firms.keys()) });
say(
  `layout ${laidOut.toFixed(0)} ms, ${shapes.length} shapes ${(performance.now() - began - laidOut).toFixed(0)} ms, ${(JSON.stringify(model).length / 1e6).toFixed(1)} MB of JSON`,
);

type Frames = { readonly what: string; readonly frames: number; readonly median: number; readonly p95: number };

const place = await openPlace();
const server = startServer(await freePort(), place.dataFolder, { LIANXIN_EXAMPLE: 'load', ...place.environment });
try {
  await server.ready();
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const measured = await measure(browser, server.origin);
    if (values.json) process.stdout.write(`${JSON.stringify({ engine: place.engine, measured }, null, 2)}\n`);
  } finally {
    await browser.close();
  }
} finally {
  await server.end('SIGTERM');
  await place.close();
}

async function measure(browser: Browser, origin: string): Promise<Frames[]> {
  const measured: Frames[] = [];
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.request.post(`${origin}/api/login`, { data: { loginName: 'leader', password: examplePassword } });
  await page.route('**/api/chain-maps*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(model) }));
  const opened = performance.now();
  await page.goto(`${origin}/chains/map`);
  await page.locator('canvas').waitFor();
  await page.getByText('5000 家企业').first().waitFor();
  say(`from address to picture ${(performance.now() - opened).toFixed(0)} ms`);
  const box = await page.locator('canvas').boundingBox();
  if (!box) throw new Error('The map has no canvas');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const record = (name: string) =>
    page.evaluate(
      `globalThis.frames_${name} = []; (function next(t) { globalThis.frames_${name}.push(t); globalThis.handle = requestAnimationFrame(next); })(performance.now())`,
    );
  const stop = async (name: string) => {
    const times = await page.evaluate<number[]>(`cancelAnimationFrame(globalThis.handle), globalThis.frames_${name}`);
    const frames = times
      .slice(1)
      .map((time, index) => time - (times[index] ?? time))
      .toSorted((a, b) => a - b);
    const at = (share: number) => frames[Math.floor(frames.length * share)] ?? 0;
    say(
      `${name}: ${frames.length} frames, median ${at(0.5).toFixed(1)} ms, 95 % ${at(0.95).toFixed(1)} ms, worst ${at(0.999).toFixed(1)} ms`,
    );
    measured.push({ what: name, frames: frames.length, median: at(0.5), p95: at(0.95) });
  };
  await record('rest');
  await page.waitForTimeout(2000);
  await stop('rest');
  await page.mouse.move(x, y);
  await page.mouse.down();
  await record('drag');
  for (let step = 0; step < 160; step += 1) await page.mouse.move(x + Math.sin(step / 12) * 260, y - step * 2);
  await stop('drag');
  await page.mouse.up();
  await record('zoom');
  for (let step = 0; step < 80; step += 1) await page.mouse.wheel(0, step < 40 ? -60 : 60);
  await page.waitForTimeout(600);
  await stop('zoom');
  return measured;
}

function synthetic(firmCount: number, edgeCount: number): ChainMap {
  const random = createRandom('chain map');
  const nodes = Array.from({ length: 60 }, (_, index): ChainMap['nodes'][number] => ({
    id: `n${index}`,
    name: `环节${index}`,
    chainId: `c${index % 5}`,
    segment: segments[Math.floor(index / 5) % 4] ?? 'upstream',
    position: index,
    keyNode: index % 4 === 0,
    firms: 0,
    aboveScale: 1,
    hasLeader: false,
    localSupply: 0.5,
    importDependence: 0.1,
    statedOn: null,
    state: states[index % 5] ?? 'normal',
    reasons: [{ zh: '示例', en: 'sample' }],
    action: null,
  }));
  const organised = ['own', 'joint', 'instructor', 'none'] as const;
  const lamps = ['none', 'none', 'none', 'green', 'yellow', 'red'] as const;
  return {
    asOf: '2026-11-23',
    edition: 'bench',
    chains: Array.from({ length: 5 }, (_, index) => ({ id: `c${index}`, name: `产业链${index}` })),
    nodes,
    firms: Array.from({ length: firmCount }, (_, index) => ({
      id: `f${index}`,
      name: `示例企业${index}`,
      park: '园区',
      scale: random.pick(['large', 'medium', 'small', 'micro']),
      open: 0,
      lamp: random.pick(lamps),
      organised: random.pick(organised),
      leader: random.chance(0.01),
    })),
    places: Array.from({ length: firmCount }, (_, index): [number, number] => [index, random.int(0, 59)]),
    edges: Array.from({ length: edgeCount }, (): [number, number, number] => [
      random.int(0, firmCount - 1),
      random.int(0, firmCount - 1),
      random.int(30, 100),
    ]),
    organisations: Array.from({ length: 300 }, (_, index) => ({
      id: `o${index}`,
      name: `联合党支部${index}`,
      firms: Array.from({ length: 4 }, () => random.int(0, firmCount - 1)),
    })),
  };
}
