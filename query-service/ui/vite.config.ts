import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const QUERY_SERVICE = 'http://localhost:4040';

export default defineConfig({
  plugins: [react()],
  // Relative URLs let the page be served behind any path prefix of a reverse proxy.
  base: './',
  build: { outDir: 'dist', target: 'es2022', sourcemap: false },
  server: {
    proxy: { '/querier.v1.QuerierService': QUERY_SERVICE },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts'],
    // Dates print in local time, so the expected texts need one fixed zone.
    env: { TZ: 'UTC' },
  },
});
