export function ImportWizard(_: { readonly declaration: unknown }) { return null; }
