const ROWS = [
  [100],
  [78, 20],
  [52, 24, 18],
  [52, 14, 8, 16],
  [30, 20, 12, 6, 10],
  [18, 10, 16, 8],
];

/** The outline of a flame graph while the first answer is on its way; it appears only when that takes a while. */
export function Waiting() {
  return (
    <div className="panel result-panel waiting" aria-busy="true" aria-label="Loading" data-testid="waiting">
      {ROWS.map((widths, row) => (
        <div key={row} className="waiting-row">
          {widths.map((percent, index) => (
            <span key={index} style={{ width: `${percent}%` }} />
          ))}
        </div>
      ))}
    </div>
  );
}
