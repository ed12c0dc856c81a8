import type { QueryError } from '../api/client';
import { Icon } from '../widget/Icon';

/** The server's own words, as text: they name the limit or the part of the selector at fault. */
export function ErrorPanel({ error, onRetry }: { readonly error: QueryError | undefined; readonly onRetry: () => void }) {
  return (
    <div className="panel result-panel notice" role="alert" data-testid="error">
      <div className="notice-badge fault">
        <Icon name="warning" />
      </div>
      <h2>The query failed</h2>
      <p className="notice-message">{error?.message}</p>
      {error !== undefined && <code className="muted">{error.code}</code>}
      <button type="button" className="button primary" onClick={onRetry}>
        Try again
      </button>
    </div>
  );
}
