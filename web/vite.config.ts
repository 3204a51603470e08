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
    manifest: true,
    // Inlined, an asset would be a data: URL, which the policy forbids for fonts and styles.
    assetsInlineLimit: 0,
    // Every browser that knows modules knows `modulepreload`, or does without.
    modulePreload: { polyfill: false },
    target: 'es2022',
    // One file of styles, and one of what most pages share, in place of three dozen small ones: a page asks for few files.
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        // A module that a file of its own imports from "common", and it from that file, must still run in its turn.
        strictExecutionOrder: true,
        codeSplitting: {
          // Without what their modules import in turn: the tables of IDNA are as large as React, and the first page needs none.
          includeDependenciesRecursively: false,
          groups: [
            {
              name: 'common',
              minShareCount: 3,
              test: /\/node_modules\/(?!tr46|punycode)|\/web\/(?:(?:ui|shell)\/.+|[^/]+)\.tsx?$/,
            },
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
