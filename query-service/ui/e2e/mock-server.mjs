// Serves the built page and a made-up query API. Usage: node e2e/mock-server.mjs [PORT]
// The tenant named empty has no data. The services z-broken, z-partial, z-sampled, z-slow and z-stopped show the page's states; monolith has a large tree.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeFlameGraph, growTree, loadAt, TYPES } from './synthetic.mjs';

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
const MIME = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const SERVICES = ['catalog-search', 'checkout', 'frontend-gateway', 'ledger', 'monolith', 'z-broken', 'z-partial', 'z-sampled', 'z-slow', 'z-stopped'];
const LABELS = {
  namespace: ['shop', 'platform'],
  pod: ['checkout-7d9f-a1', 'checkout-7d9f-b2', 'checkout-7d9f-c3'],
  region: ['eu-west-1', 'us-east-1'],
  version: ['1.14.0', '1.14.1'],
  'process.runtime.name': ['OpenJDK Runtime Environment'],
  __profile_type__: TYPES,
};
const STOPPED_BEFORE_MILLIS = 3 * 3_600_000;

const trees = new Map();

function treeOf(service, type) {
  const key = `${service} ${type}`;
  if (!trees.has(key)) {
    const seed = [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
    trees.set(key, growTree(seed, service === 'monolith' ? 12 : 160));
  }
  return trees.get(key);
}

const serviceOf = (selector) => /service_name="([^"]*)"/.exec(selector)?.[1] ?? 'checkout';
// A tree weighs a million; an hour of it is an hour and a half of processor time, or so many bytes or events.
const hourFactor = (type) => (type.includes(':nanoseconds:') ? 5.4e6 : type.includes(':bytes:') ? 262_144 : 0.4);

function hasData(service, endMillis) {
  return SERVICES.includes(service) && (service !== 'z-stopped' || endMillis < Date.now() - STOPPED_BEFORE_MILLIS);
}

const METHODS = {
  Series: () => ({
    labelsSet: SERVICES.flatMap((service) =>
      TYPES.map((type) => ({ labels: [{ name: '__profile_type__', value: type }, { name: 'service_name', value: service }] })),
    ),
  }),
  ProfileTypes: () => ({ profileTypes: TYPES.map((ID) => ({ ID })) }),
  LabelNames: () => ({ names: [...Object.keys(LABELS), 'service_name'].sort() }),
  LabelValues: ({ name }) => ({ names: name === 'service_name' ? SERVICES : (LABELS[name] ?? []) }),
  SelectSeries: ({ labelSelector, profileTypeID, start, end, step }) => {
    const points = [];
    for (let millis = Number(start); millis <= Number(end); millis += step * 1_000) {
      if (millis <= Date.now() + step * 1_000 && hasData(serviceOf(labelSelector), millis)) {
        const perSecond = (hourFactor(profileTypeID) * 1e6) / 3_600;
        points.push({ timestamp: String(millis), value: Math.round(loadAt(Math.floor(millis / 1_000)) * perSecond * step) });
      }
    }
    return { series: points.length === 0 ? [] : [{ labels: [], points }] };
  },
  SelectMergeStacktraces: ({ labelSelector, profileTypeID, start, end }) => {
    const service = serviceOf(labelSelector);
    if (!hasData(service, Number(end)) && !hasData(service, Number(start))) {
      return { flamegraph: {} };
    }
    const share = (Number(end) - Number(start)) / 3_600_000;
    return { flamegraph: encodeFlameGraph(treeOf(service, profileTypeID), hourFactor(profileTypeID) * share) };
  },
};

async function answerApi(method, body, tenant, response) {
  const handler = METHODS[method];
  const selector = body.labelSelector ?? '';
  if (handler === undefined || selector.includes('"z-broken"')) {
    const message = `selector ${selector}: the query needs 9.2 GiB, more than the limit query.max-bytes of 4 GiB; ask for a shorter time range`;
    response.writeHead(handler === undefined ? 501 : 429, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: handler === undefined ? 'unimplemented' : 'resource_exhausted', message }));
    return;
  }
  if (selector.includes('"z-slow"')) {
    await new Promise((resolve) => setTimeout(resolve, 2_500));
  }
  const headers = { 'content-type': 'application/json' };
  if (tenant === 'empty') {
    response.writeHead(200, headers);
    response.end('{}');
    return;
  }
  if (selector.includes('"z-sampled"')) {
    headers['x-flamestream-sampled'] = '10';
  }
  if (selector.includes('"z-partial"')) {
    headers['x-flamestream-partial'] = 'the ingest job is down, profiles of the last 10 minutes are missing';
  }
  response.writeHead(200, headers);
  response.end(JSON.stringify(handler(body)));
}

async function answerFile(path, response) {
  const name = normalize(path === '/' ? '/index.html' : path).replace(/^(\.\.[/\\])+/, '');
  try {
    const content = await readFile(join(DIST, name));
    response.writeHead(200, { 'content-type': MIME[extname(name)] ?? 'application/octet-stream' });
    response.end(content);
  } catch {
    response.writeHead(404, { 'content-type': 'text/plain' });
    response.end('not found; was the page built with npm run build?');
  }
}

/** Starts the server; answers its base URL and a way to stop it. */
export async function startMockServer(port = 0) {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const method = /^\/querier\.v1\.QuerierService\/(\w+)$/.exec(path)?.[1];
    if (request.method === 'POST' && method !== undefined) {
      const chunks = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      await answerApi(method, JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}'), request.headers['x-scope-orgid'], response);
    } else {
      await answerFile(path, response);
    }
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await startMockServer(Number(process.argv[2] ?? 4041));
  console.log(`mock query service on ${url}`);
}
