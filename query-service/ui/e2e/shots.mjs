// Takes pictures of the page's states for people to look at. Usage: node e2e/shots.mjs FOLDER [NAME...]
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, launchChromium } from './chromium.mjs';
import { startMockServer } from './mock-server.mjs';

const CPU = 'process_cpu:cpu:nanoseconds:cpu:nanoseconds';
const DONE = '[data-testid=flame-graph], [data-testid=empty], [data-testid=error], [data-testid=no-services], [data-testid=function-table]';

const link = (service, rest = '') => `/?service=${service}&type=${encodeURIComponent(CPU)}${rest}`;
const boxAt = (page, depth, least) =>
  page.evaluate(([row, width]) => window.__flamestream.visibleBoxes().find((box) => box.depth === row && box.width >= width), [depth, least]);

const SHOTS = {
  first: { path: '/' },
  dark: { path: '/', theme: 'dark' },
  hover: {
    path: link('checkout'),
    act: async (page) => {
      const box = await boxAt(page, 7, 120);
      await page.mouse.move(box.x + 60, box.y + 8);
    },
  },
  zoomed: {
    path: link('checkout'),
    theme: 'dark',
    act: async (page) => {
      const box = await boxAt(page, 9, 60);
      await page.mouse.click(box.x + 30, box.y + 8);
      await page.getByTestId('flame-graph').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
    },
  },
  searched: { path: link('checkout', '&search=jackson') },
  'searched-dark': { path: link('checkout', '&search=%2Fhash%7Csort%2F'), theme: 'dark' },
  both: { path: link('checkout', '&view=both'), act: (page) => page.getByTestId('function-row').nth(2).click() },
  table: { path: link('checkout', '&view=table&sort=-total&from=now-24h'), theme: 'dark' },
  'no-services': { path: '/?tenant=empty', theme: 'dark' },
  empty: { path: link('z-stopped') },
  error: { path: link('z-broken'), theme: 'dark' },
  sampled: { path: link('z-sampled') },
  partial: { path: link('z-partial', '&match=region%3D%22eu-west-1%22&match=pod%3D~%22checkout-.*%22') },
  menu: {
    path: link('checkout'),
    act: async (page) => {
      const box = await boxAt(page, 6, 100);
      await page.mouse.click(box.x + 40, box.y + 8, { button: 'right' });
    },
  },
  services: { path: link('checkout'), act: (page) => page.getByTestId('type-picker').click() },
  range: { path: link('checkout'), theme: 'dark', act: (page) => page.getByTestId('range-picker').click() },
  matcher: {
    path: link('checkout', '&tenant=acme'),
    act: async (page) => {
      await page.getByTestId('add-matcher').click();
      await page.getByTestId('matcher-name').fill('pod');
      await page.getByTestId('matcher-value').click();
      await page.waitForTimeout(300);
    },
  },
  drag: {
    path: link('checkout', '&from=now-6h'),
    act: async (page) => {
      const box = await page.getByTestId('timeline').boundingBox();
      await page.mouse.move(box.x + 400, box.y + 50);
      await page.mouse.down();
      await page.mouse.move(box.x + 700, box.y + 50, { steps: 4 });
    },
  },
  'zoomed-2x': {
    path: link('checkout'),
    ratio: 2,
    act: async (page) => {
      const box = await boxAt(page, 12, 40);
      await page.mouse.click(box.x + 20, box.y + 8);
      await page.mouse.move(box.x + 300, box.y + 60);
    },
  },
  slow: { path: link('z-slow'), early: true },
  narrow: { path: link('checkout', '&view=both'), size: { width: 640, height: 900 } },
  large: { path: link('monolith'), size: { width: 1920, height: 1080 } },
};

const [folder = 'shots', ...names] = process.argv.slice(2);
const executablePath = findChromium();
if (executablePath === undefined) {
  console.log('SKIPPED: no Chromium (set CHROME_BIN to its path)');
  process.exit(0);
}
mkdirSync(folder, { recursive: true });
const mock = await startMockServer();
const browser = await launchChromium(executablePath);
try {
  for (const [name, shot] of Object.entries(SHOTS).filter(([key]) => names.length === 0 || names.includes(key))) {
    const page = await browser.newPage({ viewport: shot.size ?? { width: 1280, height: 800 }, colorScheme: shot.theme ?? 'light', deviceScaleFactor: shot.ratio ?? 1 });
    await page.goto(mock.url + shot.path);
    if (shot.early !== true) {
      await page.locator(DONE).first().waitFor();
    }
    await page.waitForTimeout(300);
    await shot.act?.(page);
    await page.waitForTimeout(shot.early === true ? 1_000 : 400);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    await page.close();
    console.log(name);
  }
} finally {
  await browser.close();
  mock.stop();
}
