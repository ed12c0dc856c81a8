import { asObject, asText } from './json';

/** A value, the reason when the server could reach only a part of the data, and whether it is an estimate. */
export interface Answer<T> {
  readonly value: T;
  readonly partialReason: string;
  /** Of some series one profile in so many was kept and counts for all; 1 where each counts for itself. */
  readonly sampledOneIn: number;
}

/** What the server said no with, or what kept the request from reaching it. */
export class QueryError extends Error {
  constructor(readonly code: string, message: string) {
    super(message);
  }
}

const SERVICE = 'querier.v1.QuerierService';
const PARTIAL_HEADER = 'x-flamestream-partial';
const SAMPLED_HEADER = 'x-flamestream-sampled';

/** Calls one method of the query API; `read` checks the answer's shape. */
export async function call<T>(
  method: string,
  request: object,
  read: (body: unknown) => T,
  tenant: string,
  signal: AbortSignal,
): Promise<Answer<T>> {
  // Relative to the page, so that a path prefix in front of the service applies to both.
  const response = await reach(`${SERVICE}/${method}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json; allow-utf8-labelnames=true',
      ...(tenant === '' ? {} : { 'X-Scope-OrgID': tenant }),
    },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) {
    throw await readError(response);
  }
  const body: unknown = await response.json();
  return {
    value: read(body),
    partialReason: response.headers.get(PARTIAL_HEADER) ?? '',
    sampledOneIn: Number(response.headers.get(SAMPLED_HEADER) ?? 1),
  };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === 'AbortError') {
      throw fault;
    }
    throw new QueryError('unreachable', 'The query service cannot be reached.');
  }
}

async function readError(response: Response): Promise<QueryError> {
  const text = await response.text();
  try {
    const body = asObject(JSON.parse(text), 'error');
    return new QueryError(asText(body.code, 'code'), asText(body.message, 'message') || response.statusText);
  } catch {
    // A proxy in between answers in HTML or plain text; its first line says more than a parse fault would.
    const line = text.replace(/<[^>]*>/g, ' ').trim().split('\n')[0] ?? '';
    return new QueryError(`http_${response.status}`, line.slice(0, 300) || response.statusText || 'No message.');
  }
}
