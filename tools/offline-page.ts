import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { build, type Plugin } from 'vite';
import react from '@vitejs/plugin-react';

type Page = { readonly entry: string; readonly title: string; readonly out: string };

/**
 * Builds a page into one file with everything in it, beside the rest of the pages: it can be saved and opened without a server.
 * Its own policy lets it run this script, use this style, and reach nothing.
 */
export function offlinePage(page: Page): Plugin {
  return {
    name: 'offline-page',
    apply: 'build',
    async closeBundle() {
      const built = await build({
        configFile: false,
        // the SM2 library would ask Node for chance where a browser gave none; a page that only verifies needs none
        logLevel: 'error',
        plugins: [react()],
        build: {
          write: false,
          target: 'es2022',
          cssCodeSplit: false,
          modulePreload: false,
          rolldownOptions: { input: page.entry, output: { format: 'iife', codeSplitting: false } },
        },
      });
      const parts = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
      const script = parts.flatMap((part) => (part.type === 'chunk' ? part.code : [])).join('\n');
      const style = parts
        .flatMap((part) => (part.type === 'asset' && part.fileName.endsWith('.css') ? String(part.source) : []))
        .join('\n');
      await writeFile(page.out, offlineHtml(page.title, script, style));
    },
  };
}

/** The page's text; `<script id="keys">` is a block of data that whoever serves the page may fill. */
function offlineHtml(title: string, code: string, style: string): string {
  const script = code.replaceAll('</script', String.raw`<\/script`);
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "style-src-attr 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<div id="app"></div>
<script type="application/json" id="keys"></script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
