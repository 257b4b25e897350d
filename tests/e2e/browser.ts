import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { testPassword, type TestApp } from '../harness/app.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

const executablePath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

export type Stage<Z extends TestApp = ServiceZone> = {
  readonly zone: Z;
  readonly address: string;
  open(loginName: string, size?: { width: number; height: number }): Promise<Visitor>;
  close(): Promise<void>;
};

/** Somebody at a screen: every click, selection or Enter is counted from the opened home page; typing is not. */
export type Visitor = {
  readonly page: Page;
  readonly clicks: () => number;
  readonly home: () => Promise<void>;
  click(target: Locator): Promise<void>;
};

/** The built pages served by the real server over a small zone, and a browser before them. */
export function openStage(): Promise<Stage> {
  return openStageOver(() => startServiceZone(Date.now()));
}

/** The same over a zone of one's own. */
export async function openStageOver<Z extends TestApp>(start: () => Promise<Z>): Promise<Stage<Z>> {
  if (!existsSync(join(import.meta.dirname, '../../dist/web/index.html')))
    throw new Error('The pages are not built: run `npm test`, or `npx vite build` first');
  const zone = await start();
  const address = await zone.app.fastify.listen({ host: '127.0.0.1', port: 0 });
  const browser: Browser = await chromium.launch({
    executablePath,
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
  return {
    zone,
    address,
    async open(loginName, size = { width: 1440, height: 900 }) {
      const context = await browser.newContext({ viewport: size, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
      const page = await context.newPage();
      await page.goto(`${address}/login`);
      await page.getByLabel('登录名').fill(loginName);
      await page.getByLabel('密码').fill(testPassword);
      await page.getByRole('button', { name: '登录' }).click();
      await page.waitForURL(`${address}/`);
      let count = 0;
      return {
        page,
        clicks: () => count,
        async home() {
          await page.goto(`${address}/`);
          count = 0;
        },
        async click(target) {
          await target.click();
          count += 1;
        },
      };
    },
    async close() {
      await browser.close();
      await zone.close();
    },
  };
}
