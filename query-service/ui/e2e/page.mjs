// Walks through the page in a real browser. Usage: node e2e/page.mjs [BASE_URL] [--screenshot FILE]
// Without BASE_URL it starts the mock server over dist. Exits 0 when all holds or when no Chromium is installed (and says
// so), 1 with the first broken expectation otherwise. Names of functions are read from the page, never assumed.
import { findChromium, launchChromium } from './chromium.mjs';
import { startMockServer } from './mock-server.mjs';

const TOTAL_MILLIS = 60_000;
const STEP_MILLIS = 15_000;
const WIDE_ENOUGH_PIXELS = 24;

const args = process.argv.slice(2);
const screenshotAt = args.indexOf('--screenshot');
const screenshotFile = screenshotAt >= 0 ? args.splice(screenshotAt, 2)[1] : undefined;
const baseUrl = args[0];

function expect(holds, message) {
  if (!holds) {
    throw new Error(message);
  }
}

const graphOf = (page) => page.getByTestId('flame-graph');
const attribute = async (page, name) => (await graphOf(page).getAttribute(name)) ?? '';
const query = (page) => new URL(page.url()).searchParams;
const boxes = (page) => page.evaluate(() => window.__flamestream?.visibleBoxes() ?? []);

async function waitFor(page, what, holds) {
  const deadline = Date.now() + STEP_MILLIS;
  while (!(await holds())) {
    expect(Date.now() < deadline, `waited ${STEP_MILLIS / 1000} s in vain for: ${what}`);
    await page.waitForTimeout(50);
  }
}

/** The boxes hold still once an animation is over. */
async function settled(page) {
  let last = '';
  await waitFor(page, 'the flame graph to stand still', async () => {
    const now = JSON.stringify(await boxes(page));
    const still = now === last;
    last = now;
    return still;
  });
}

/** A box under `parentDepth` that is wide enough to hit and narrower than the whole, so that zooming changes something. */
async function someChild(page) {
  await settled(page);
  const all = await boxes(page);
  const root = all.find((box) => box.depth === 0);
  expect(root !== undefined, 'the flame graph shows no root');
  const wide = all.filter((box) => box.depth > 0 && box.width >= WIDE_ENOUGH_PIXELS);
  const child = wide.find((box) => box.width < root.width - 1) ?? wide[0];
  expect(child !== undefined, `no box below the root is ${WIDE_ENOUGH_PIXELS} px wide; ${all.length} boxes are visible`);
  return child;
}

const middleOf = (box) => [box.x + box.width / 2, box.y + box.height / 2];

const STEPS = {
  async 'opens with a service, a type and a flame graph'(page, url) {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded' });
    expect(response?.ok() === true, `GET ${url} answered ${response?.status()}`);
    const state = page.locator('[data-testid=flame-graph], [data-testid=empty], [data-testid=error], [data-testid=no-services]');
    await state.first().waitFor({ timeout: STEP_MILLIS });
    const found = await state.first().getAttribute('data-testid');
    expect(found === 'flame-graph', `expected a flame graph, found the state "${found}": ${await state.first().innerText()}`);
    await waitFor(page, 'more than one node', async () => Number(await attribute(page, 'data-node-count')) > 1);
    expect(query(page).get('service') !== null, 'the URL names no service');
    expect(query(page).get('type') !== null, 'the URL names no profile type');
  },

  async 'draws a timeline with bars'(page) {
    const timeline = page.getByTestId('timeline');
    await waitFor(page, 'bars in the timeline', async () => Number(await timeline.getAttribute('data-bar-count')) > 0);
  },

  async 'describes the node under the pointer'(page) {
    const child = await someChild(page);
    await page.mouse.move(...middleOf(child));
    const tooltip = page.getByTestId('flame-tooltip');
    await tooltip.waitFor({ timeout: STEP_MILLIS });
    const text = await tooltip.innerText();
    expect(text.includes(child.name), `the tooltip says "${text}", expected the name "${child.name}"`);
  },

  async 'zooms by click, keeps it in the URL and goes back'(page) {
    const child = await someChild(page);
    await page.mouse.click(...middleOf(child));
    await waitFor(page, `a zoom into node ${child.node}`, async () => (await attribute(page, 'data-zoom-node')) === String(child.node));
    expect(query(page).get('zoom') !== null, 'the URL does not hold the zoom');
    await settled(page);
    const zoomed = (await boxes(page)).find((box) => box.node === child.node);
    const root = (await boxes(page)).find((box) => box.depth === 0);
    expect(Math.abs(zoomed.width - root.width) < 1, `the zoomed node is ${zoomed.width} px wide, the graph ${root.width} px`);
    await page.goBack();
    await waitFor(page, 'the Back button to undo the zoom', async () => (await attribute(page, 'data-zoom-node')) === '0');
    await page.goForward();
    await waitFor(page, 'the Forward button to redo the zoom', async () => (await attribute(page, 'data-zoom-node')) === String(child.node));
  },

  async 'opens the same zoom from the link'(page) {
    const name = await attribute(page, 'data-zoom-name');
    await page.reload({ waitUntil: 'domcontentloaded' });
    await graphOf(page).waitFor({ timeout: STEP_MILLIS });
    await waitFor(page, `the link to open zoomed into "${name}"`, async () => (await attribute(page, 'data-zoom-name')) === name);
  },

  async 'resets, walks and zooms by keyboard'(page) {
    await graphOf(page).focus();
    await page.keyboard.press('Escape');
    await waitFor(page, 'Escape to reset the zoom', async () => (await attribute(page, 'data-zoom-node')) === '0');
    await page.keyboard.press('ArrowDown');
    await waitFor(page, 'the focus on the root', async () => (await attribute(page, 'data-focus-node')) === '0');
    await page.keyboard.press('ArrowDown');
    await waitFor(page, 'the focus on a child', async () => Number(await attribute(page, 'data-focus-node')) > 0);
    const focused = await attribute(page, 'data-focus-node');
    const spoken = await page.getByTestId('flame-live').innerText();
    expect(spoken.includes('total'), `the spoken description is "${spoken}"`);
    await page.keyboard.press('Enter');
    await waitFor(page, 'Enter to zoom', async () => (await attribute(page, 'data-zoom-node')) === focused);
    await page.keyboard.press('Escape');
    await waitFor(page, 'Escape to reset again', async () => (await attribute(page, 'data-zoom-node')) === '0');
    expect(query(page).get('zoom') === null, 'the URL still holds a zoom');
  },

  async 'searches and keeps the search in the URL'(page) {
    const { name } = await someChild(page);
    await graphOf(page).focus();
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await waitFor(page, `matches of "${name}"`, async () => Number(await attribute(page, 'data-matched-share')) > 0);
    expect(Number(await attribute(page, 'data-matched-share')) <= 1, 'more than everything matches');
    await waitFor(page, `the search "${name}" in the URL`, async () => query(page).get('search') === name);
    expect((await page.getByTestId('search-summary').innerText()).includes('%'), 'no matched share is shown');
  },

  async 'shows the table and lights a function up'(page) {
    await page.getByTestId('view-switch').locator('[data-value=both]').click();
    const row = page.getByTestId('function-row').first();
    await row.waitFor({ timeout: STEP_MILLIS });
    await row.click();
    await waitFor(page, 'the chosen function in the URL', async () => query(page).get('function') !== null);
    await waitFor(page, 'the chosen function in the graph', async () => Number(await attribute(page, 'data-matched-share')) > 0);
    expect(query(page).get('view') === 'both', 'the URL does not hold the view');
  },

  async 'selects a part of the timeline by dragging and by keyboard'(page) {
    const before = page.url();
    const box = await page.getByTestId('timeline').boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.9, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await waitFor(page, 'the dragged range in the URL', async () => /^\d{13}$/.test(query(page).get('from') ?? ''));
    expect(Number(query(page).get('from')) < Number(query(page).get('until')), 'the dragged range is reversed');
    await page.goBack();
    await waitFor(page, 'the Back button to restore the range', async () => page.url() === before);
    await graphOf(page).waitFor({ timeout: STEP_MILLIS });
    await page.getByTestId('timeline').focus();
    for (const key of ['ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Enter']) {
      await page.keyboard.press(key);
    }
    await waitFor(page, 'the range chosen by keyboard in the URL', async () => /^\d{13}$/.test(query(page).get('from') ?? ''));
  },
};

async function walk(page, url) {
  const faults = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (fault) => faults.push(fault.message));
  for (const [title, step] of Object.entries(STEPS)) {
    try {
      await step(page, url);
    } catch (fault) {
      throw new Error(`${title}: ${fault.message}${faults.length > 0 ? `\nconsole: ${faults.join('\nconsole: ')}` : ''}`);
    }
    console.log(`ok  ${title}`);
  }
  expect(faults.length === 0, `the console has errors:\n${faults.join('\n')}`);
  console.log('ok  no errors in the console');
}

async function run(executablePath) {
  const mock = baseUrl === undefined ? await startMockServer() : undefined;
  const browser = await launchChromium(executablePath);
  const timer = setTimeout(() => {
    console.error(`FAILED: not done after ${TOTAL_MILLIS / 1000} s`);
    void browser.close().finally(() => process.exit(1));
  }, TOTAL_MILLIS);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.setDefaultTimeout(STEP_MILLIS);
  try {
    await walk(page, baseUrl ?? mock.url);
  } finally {
    clearTimeout(timer);
    if (screenshotFile !== undefined) {
      await page.screenshot({ path: screenshotFile }).catch(() => undefined);
    }
    await browser.close();
    mock?.stop();
  }
}

const executablePath = findChromium();
if (executablePath === undefined) {
  console.log('SKIPPED: no Chromium (set CHROME_BIN to its path)');
} else {
  await run(executablePath).catch((fault) => {
    console.error(`FAILED: ${fault.message}`);
    process.exitCode = 1;
  });
}
