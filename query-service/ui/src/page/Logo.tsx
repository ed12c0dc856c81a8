/** The name and its flame; a link to the page without any choice. */
export function Logo() {
  return (
    <a className="logo" href={window.location.pathname} aria-label="Flamestream, start page">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path className="logo-outer" d="M12.600 1.500c.900 4.200 6.900 6.600 6.900 13a7.500 7.500 0 0 1-15 0c0-3 1.500-5.300 3.200-7.100.200 2 .900 3.300 2 4.100-.200-4 .700-7.500 2.900-10z" />
        <path className="logo-inner" d="M12.300 11.500c.500 2.300 3.200 3.300 3.200 6.300a3.500 3.500 0 0 1-7 0c0-1.700.800-2.800 1.700-3.700.200.900.500 1.500 1 1.900-.100-1.800.200-3.300 1.100-4.500z" />
      </svg>
      <span>Flamestream</span>
    </a>
  );
}
