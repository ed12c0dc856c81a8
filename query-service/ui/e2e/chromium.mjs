// Finds and starts an installed Chromium. Nothing is downloaded: a test must run where only a browser is at hand.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The path of a browser: CHROME_BIN, or the first known name on the PATH; undefined when there is none. */
export function findChromium() {
  const named = process.env.CHROME_BIN;
  if (named !== undefined && named !== '') {
    return isExecutable(named) ? named : undefined;
  }
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
}

export function launchChromium(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: FLAGS, timeout: 30_000 });
}
