/** How Vite builds the pages, and serves them with hot reload under `npm run dev`. */

import { join } from 'node:path';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The service that Vite's own server sends all but the pages to. */
const SERVICE = process.env['SMTP_PLUS_URL'] ?? 'http://127.0.0.1:8025';

const PROXIED = ['^/api(/|$)', '^/lists/[^/]+/api(/|$)', '^/verify/', '^/log(in|out)', '^/problems/'];

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  plugins: [react()],
  // Only ours: a file of a user's home or of the CI must not change what is built.
  envDir: false,
  build: {
    outDir: join(import.meta.dirname, 'dist'),
    emptyOutDir: true,
    // Inlined, an asset would be a data: URL, which the policy forbids for fonts and styles.
    assetsInlineLimit: 0,
    // Every browser that knows modules knows `modulepreload`, or does without.
    modulePreload: { polyfill: false },
    target: 'es2022',
    // Few files: each that a page asks for costs more than what is in it.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // The tables of IDNA are as large as React, and the first page needs none.
            {
              name: 'idna',
              priority: 3,
              test: /\/node_modules\/(?:tr46|punycode)\//,
              includeDependenciesRecursively: false,
            },
            // The first page with all that it needs, and then all other pages.
            { name: 'app', priority: 2, test: /\/web\/(?:main|pages\/smtp-plus\/page)\.tsx$/ },
            { name: 'pages', priority: 1, test: /\/web\/.+\.tsx?$/ },
          ],
        },
      },
    },
  },
  server: {
    // The guard compares Origin with Host, so Host stays as the browser sent it.
    proxy: Object.fromEntries(PROXIED.map((path) => [path, { target: SERVICE, changeOrigin: false }])),
  },
});
