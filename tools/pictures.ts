import { mkdtempSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { readSettings } from '#kernel/server/settings.ts';
import { buildApp } from '#apps/server/app.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { examplePassword } from '#seeds/example-accounts.ts';
import { loadExample } from '#seeds/example.ts';
import { layExamplePapers } from '#seeds/example-papers.ts';

/** Takes the README's pictures of this very product: `npm run lianxin -- run tools/pictures.ts`, or plainly by Node; all, or those named. */
const target = join(import.meta.dirname, '../docs/pictures');
const wanted = process.argv.slice(2);
const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-pictures-'));

type Shot = {
  readonly name: string;
  readonly who: string;
  readonly path: string;
  readonly width?: number;
  readonly height?: number;
  readonly english?: boolean;
  readonly before?: (page: Page) => Promise<void>;
};

const openAccount = async (page: Page): Promise<void> => {
  await page
    .getByRole('button', { name: /逐段说明/ })
    .first()
    .click();
};

const openFirstRequest = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: /./ }).and(page.locator('[data-row]')).first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
};

const shots: readonly Shot[] = [
  { name: 'chain-map', who: 'officer', path: '/chains/map' },
  { name: 'coverage', who: 'officer', path: '/coverage' },
  { name: 'plan', who: 'officer', path: '/coverage/plan' },
  { name: 'dashboard', who: 'leader', path: '/dashboards/zone' },
  {
    name: 'briefing',
    who: 'officer',
    path: '/briefings',
    before: async (page) => {
      await page
        .getByRole('link', { name: /工作情况/ })
        .first()
        .click();
      await page.getByRole('article').waitFor();
    },
  },
  { name: 'dispatcher', who: 'dispatcher', path: '/' },
  { name: 'contact', who: 'contact', path: '/' },
  { name: 'contact-phone', who: 'contact', path: '/', width: 360, height: 780 },
  {
    name: 'clock',
    who: 'dispatcher',
    path: '/service-requests?lamp=red&order=dueAt',
    before: async (page) => {
      await openFirstRequest(page);
      await openAccount(page);
    },
  },
  { name: 'points', who: 'contact', path: '/points' },
  { name: 'radar', who: 'contact', path: '/radar' },
  { name: 'firms', who: 'dispatcher', path: '/firms' },
  { name: 'handler-en', who: 'handler', path: '/', english: true },
];

const open = await openHouse(readSettings({ LIANXIN_DATA: dataFolder }), () => undefined);
await loadExample(open.house, { papers: (tx, zoneId) => layExamplePapers(open.house, tx, zoneId, 'http://127.0.0.1') });
const app = await buildApp(open.house, { origin: 'http://127.0.0.1', oidc: undefined, limits: 0, ownerUrl: open.ownerUrl });
const address = await app.fastify.listen({ host: '127.0.0.1', port: 0 });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});
mkdirSync(target, { recursive: true });
try {
  for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const context = await browser.newContext({
      viewport: { width: shot.width ?? 1440, height: shot.height ?? 900 },
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
    });
    const page = await context.newPage();
    await page.goto(`${address}/login`);
    await page.getByLabel('登录名').fill(shot.who);
    await page.getByLabel('密码').fill(examplePassword);
    await page.getByRole('button', { name: '登录' }).click();
    await page.waitForURL(`${address}/`);
    if (shot.english) await page.getByRole('button', { name: 'English' }).click();
    await page.goto(`${address}${shot.path}`);
    await page.waitForLoadState('networkidle').catch(() => undefined);
    await shot.before?.(page);
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(target, `${shot.name}.png`) });
    process.stdout.write(`${shot.name}\n`);
    await context.close();
  }
} finally {
  await browser.close();
  await app.fastify.close();
  await open.close();
  rmSync(dataFolder, { recursive: true, force: true });
}
