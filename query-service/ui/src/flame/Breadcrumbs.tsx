import { Fragment } from 'react';
import { formatShare, formatValue, type Unit } from '../format/units';
import { shortName } from './frameName';
import { nameOf, pathTo, ROOT, totalOf, type FlameTree } from './tree';

interface Props {
  readonly tree: FlameTree;
  readonly zoomed: number;
  readonly unit: Unit;
  readonly onZoom: (node: number) => void;
}

/** More than this does not fit a line; the middle of a deep path is the part least asked for. */
const SHOWN_AT_END = 4;

/** The way from the root to the zoomed node, each step a way back. */
export function Breadcrumbs({ tree, zoomed, unit, onZoom }: Props) {
  const path = pathTo(tree, zoomed);
  const hidden = Math.max(0, path.length - 1 - SHOWN_AT_END);
  const shown = hidden > 0 ? [ROOT, ...path.slice(1 + hidden)] : path;
  return (
    <nav className="breadcrumbs" aria-label="Zoomed path" data-testid="breadcrumbs">
      {shown.map((node, index) => (
        <Fragment key={node}>
          {index > 0 && <span className="crumb-separator" aria-hidden="true">›</span>}
          {index === 1 && hidden > 0 && (
            <>
              <button
                type="button"
                className="crumb"
                title={`${hidden} more frames: zoom to the last of them`}
                onClick={() => onZoom(path[hidden] as number)}
              >
                +{hidden}
              </button>
              <span className="crumb-separator" aria-hidden="true">›</span>
            </>
          )}
          <button
            type="button"
            className="crumb"
            title={nameOf(tree, node)}
            aria-current={node === zoomed ? 'true' : undefined}
            onClick={() => onZoom(node)}
          >
            {shortName(nameOf(tree, node))}
          </button>
        </Fragment>
      ))}
      <span className="crumb-value">
        {formatValue(tree.total[zoomed] as number, unit)}
        {zoomed !== ROOT && ` · ${formatShare(tree.total[zoomed] as number, totalOf(tree))}`}
      </span>
      {zoomed === ROOT ? (
        <span className="crumb-hint">Click or Enter zooms · arrows walk · right-click for more</span>
      ) : (
        <button type="button" className="button small" onClick={() => onZoom(ROOT)} data-testid="reset-zoom">
          Reset zoom
        </button>
      )}
    </nav>
  );
}
