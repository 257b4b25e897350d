import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';
import { offlinePage } from './tools/offline-page.ts';

const server = `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`;

const checkPage = offlinePage({
  entry: join(import.meta.dirname, 'apps/web/passport-check.tsx'),
  title: '积分通行证核验',
  out: join(import.meta.dirname, 'dist/passport-check.html'),
});

export default defineConfig({
  root: 'apps/web',
  build: { outDir: '../../dist/web', emptyOutDir: true, manifest: true, target: 'es2022', chunkSizeWarningLimit: 700 },
  plugins: [react(), checkPage],
  server: { proxy: { '/api': { target: server, ws: false } } },
});
