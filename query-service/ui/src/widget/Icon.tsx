const PATHS = {
  search: 'M7 12.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM11 11l4 4',
  chevron: 'M4 6l4 4 4-4',
  refresh: 'M13.500 8a5.500 5.500 0 1 1-1.700-4M13.500 1.500V4.500h-3',
  close: 'M4 4l8 8M12 4l-8 8',
  plus: 'M8 3v10M3 8h10',
  zoomOut: 'M7 12.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM11 11l4 4M4.500 7h5',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.500M8 13.500V15M1 8h1.500M13.500 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  moon: 'M13.500 9.800A6 6 0 1 1 6.200 2.500a4.800 4.800 0 0 0 7.300 7.300z',
  system: 'M2 3h12v8H2zM6 14h4M8 11v3',
  copy: 'M5.500 5.500h8v8h-8zM10.500 5.500v-3h-8v8h3',
  clock: 'M8 14.500a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM8 4.500V8l2.500 1.500',
  warning: 'M8 2l6.500 11.500h-13zM8 6.500v3.500M8 12v.1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
