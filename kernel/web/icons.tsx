import type { ReactNode } from 'react';

type IconName = keyof typeof paths;

/** A line drawing in the colour of its text; silent for screen readers, since a word stands beside it. */
export function Icon({ name, size = 18 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {paths[name]}
    </svg>
  );
}

/** Two links of a chain, one of them red: 链 and 连心. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" fill="none" strokeWidth="3.4">
      <rect x="3" y="9.6" width="16" height="12.8" rx="6.4" stroke="#1d2733" />
      <path d="M13 15.2V16a6.4 6.4 0 0 0 6.4 6.4h3.2a6.4 6.4 0 0 0 0-12.8h-3.2a6.4 6.4 0 0 0-3.9 1.3" stroke="#b3261e" />
    </svg>
  );
}

const paths = {
  menu: <path d="M4 7h16M4 12h16M4 17h16" />,
  search: <path d="M10.5 17.5a7 7 0 1 1 0-14 7 7 0 0 1 0 14ZM20.5 20.5l-5-5" />,
  home: <path d="m4 11 8-7 8 7v8.5a.5.5 0 0 1-.5.5H15v-6H9v6H4.500a.5.5 0 0 1-.5-.5Z" />,
  list: <path d="M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01" />,
  more: <path d="M5 12h.01M12 12h.01M19 12h.01" strokeWidth="3" />,
  close: <path d="m6 6 12 12M18 6 6 18" />,
  person: (
    <path d="M12 11.500a3.750 3.750 0 1 0 0-7.500 3.750 3.750 0 0 0 0 7.500ZM4.500 20c.6-3.6 3.600-5.500 7.500-5.500s6.900 1.900 7.500 5.500" />
  ),
  down: <path d="m6 9.500 6 6 6-6" />,
  right: <path d="m9.500 6 6 6-6 6" />,
  letters: <path d="m3 18 5-12 5 12M4.800 14h6.400M15 18l3-7 3 7M16 15.800h4" />,
  filter: <path d="M4 6h16M7 12h10M10 18h4" />,
  columns: <path d="M4 5h16v14H4zM9.300 5v14M14.700 5v14" />,
  export: <path d="M12 4v11m0 0-4-4m4 4 4-4M4.500 19.500h15" />,
  import: <path d="M12 15V4m0 0L8 8m4-4 4 4M4.500 19.500h15" />,
  plus: <path d="M12 5v14M5 12h14" />,
  bookmark: <path d="M7 4h10v16l-5-3.800L7 20Z" />,
  eye: (
    <path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12ZM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600Z" />
  ),
  pen: <path d="m5 19 .8-3.800L16.500 4.500l3 3L8.800 18.200ZM14 7l3 3" />,
  talk: <path d="M5 5h14v10.500h-7L7.500 19v-3.500H5Z" />,
} as const satisfies Record<string, ReactNode>;
