/**
 * Reads JSON of the query API. Protobuf's JSON leaves empty fields out and writes 64-bit integers as strings, so a missing
 * field is empty or zero and a number may be either; anything else in its place is a fault of the server.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export function asObject(value: unknown, where: string): JsonObject {
  if (value === undefined || value === null) {
    return {};
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new TypeError(`${where}: expected an object, found ${typeof value}`);
  }
  return value as JsonObject;
}

export function asArray(value: unknown, where: string): readonly unknown[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new TypeError(`${where}: expected an array, found ${typeof value}`);
  }
  return value as readonly unknown[];
}

export function asNumber(value: unknown, where: string): number {
  if (value === undefined || value === null) {
    return 0;
  }
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) {
    throw new TypeError(`${where}: expected a number, found ${JSON.stringify(value)}`);
  }
  return number;
}

export function asText(value: unknown, where: string): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value !== 'string') {
    throw new TypeError(`${where}: expected a text, found ${typeof value}`);
  }
  return value;
}
