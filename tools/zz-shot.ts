import { chromium } from 'playwright-core';
const [user, width, out, lang, ...paths] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const context = await browser.newContext({ viewport: { width: Number(width), height: width === '360' ? 780 : 900 }, locale: 'zh-CN' });
const page = await context.newPage();
page.on('console', (m) => { if (m.type() === 'error') console.log('console:', m.text().slice(0, 300)); });
page.on('pageerror', (e) => console.log('pageerror:', e.message.slice(0, 400)));
await page.goto('http://127.0.0.1:8471/login');
await page.evaluate((l) => localStorage.setItem('lianxin.language', l), lang);
const r = await page.request.post('http://127.0.0.1:8471/api/login', { data: { loginName: user, password: 'Lianxin-2026!' } });
if (!r.ok()) console.log('login', r.status());
let n = 0;
for (const p of paths) {
  await page.goto('http://127.0.0.1:8471' + p, { waitUntil: 'networkidle' }).catch(() => {});
  await page.waitForTimeout(900);
  await page.screenshot({ path: `/tmp/lead/${out}-${n++}.png` });
}
await browser.close();
