import { REFRESH_SECONDS, type RefreshSeconds } from '../state/useClock';
import { Icon } from '../widget/Icon';

interface Props {
  readonly loading: boolean;
  readonly every: RefreshSeconds;
  readonly onRefresh: () => void;
  readonly onEvery: (seconds: RefreshSeconds) => void;
}

export function RefreshControls({ loading, every, onRefresh, onEvery }: Props) {
  return (
    <div className="joined">
      <button type="button" className={loading ? 'button icon-button spinning' : 'button icon-button'} title="Refresh" aria-label="Refresh" data-testid="refresh" onClick={onRefresh}>
        <Icon name="refresh" />
      </button>
      <select
        className="button"
        aria-label="Refresh automatically"
        title="Refresh automatically"
        value={every}
        onChange={(event) => onEvery(REFRESH_SECONDS.find((seconds) => String(seconds) === event.target.value) ?? 0)}
      >
        {REFRESH_SECONDS.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds === 0 ? 'Off' : `${seconds} s`}
          </option>
        ))}
      </select>
    </div>
  );
}
