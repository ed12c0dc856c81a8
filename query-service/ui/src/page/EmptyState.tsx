import { formatMoment, formatSpan } from '../format/moment';
import { rangeBetween, type TimeRange } from '../time/timeRange';
import { Icon } from '../widget/Icon';

/** Around the last profile, an hour shows enough of its surroundings. */
const SHOWN_BEFORE_LAST_MILLIS = 3_600_000;
const SHOWN_AFTER_LAST_MILLIS = 300_000;

interface EmptyRangeProps {
  readonly service: string;
  readonly range: TimeRange;
  readonly filtered: boolean;
  readonly lastMillis: number | undefined;
  readonly onShow: (range: TimeRange) => void;
  readonly onDropFilters: () => void;
}

/** Nothing in this range: says when there last was something, and leads there. */
export function EmptyRange({ service, range, filtered, lastMillis, onShow, onDropFilters }: EmptyRangeProps) {
  return (
    <div className="panel result-panel notice" data-testid="empty">
      <div className="notice-badge">
        <Icon name="clock" />
      </div>
      <h2>No profiles in this range</h2>
      <p>
        {service} sent nothing {filtered && 'that passes the filters '}between {formatMoment(range.startMillis)} and{' '}
        {formatMoment(range.endMillis)}.
      </p>
      {lastMillis === undefined ? (
        <p className="muted">Nor did it in the 24 hours before. A longer time range may reach further back.</p>
      ) : (
        <p className="muted">
          The last profile came at {formatMoment(lastMillis)}
          {range.endMillis > lastMillis && `, ${formatSpan(range.endMillis - lastMillis)} before the end of this range`}.
        </p>
      )}
      <div className="notice-actions">
        {lastMillis !== undefined && (
          <button
            type="button"
            className="button primary"
            onClick={() => onShow(rangeBetween(lastMillis - SHOWN_BEFORE_LAST_MILLIS, lastMillis + SHOWN_AFTER_LAST_MILLIS))}
          >
            Show the last data
          </button>
        )}
        {filtered && (
          <button type="button" className="button" onClick={onDropFilters}>
            Drop the filters
          </button>
        )}
      </div>
    </div>
  );
}

/** The very first view of a new installation: how a profile gets here. */
export function NoServices() {
  return (
    <div className="panel result-panel notice" data-testid="no-services">
      <div className="notice-badge">
        <Icon name="plus" />
      </div>
      <h2>No profiles yet</h2>
      <p>No service has sent a profile in this time range. Any of these sends one:</p>
      <pre>
        {`# a pprof file, once
./flamestream push --label service_name=my-service cpu.pprof

# the pprof endpoints of running services, all the time
./flamestream agent --config agent.yaml

# Grafana Alloy, and SDKs that push to Pyroscope's API: this address
${window.location.origin}`}
      </pre>
      <p className="muted">A profile shows up here a few seconds after it was sent; press refresh.</p>
    </div>
  );
}
