// The rules of the style guide that a program can check, so that nobody has to in a review.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const LONGEST_FILE_LINES = 400;

const RULES = [
  { pattern: /(:|<|\bas)\s*any\b|\bany\s*[[>]/, scope: /\.tsx?$/, says: 'no `any`: name the type, or use `unknown` and check it' },
  { pattern: /\b(TODO|FIXME|XXX)\b/, scope: /./, says: 'make an issue, or do it' },
  { pattern: /dangerouslySetInnerHTML|\.innerHTML/, scope: /./, says: 'names and messages come from outside: text only' },
  { pattern: /@ts-(ignore|nocheck)/, scope: /./, says: 'fix the type instead' },
];

const files = ['src', 'e2e'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name)),
);
const faults = [];
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n');
  if (lines.length > LONGEST_FILE_LINES) {
    faults.push(`${file}: ${lines.length} lines, more than ${LONGEST_FILE_LINES}`);
  }
  for (const { pattern, scope, says } of RULES.filter((rule) => rule.scope.test(file))) {
    lines.forEach((line, index) => pattern.test(line) && faults.push(`${file}:${index + 1}: ${says}`));
  }
}
const lock = readFileSync('package-lock.json', 'utf8');
if (lock.includes('"resolved"')) {
  faults.push('package-lock.json: names a registry; install with the .npmrc of this folder');
}
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
