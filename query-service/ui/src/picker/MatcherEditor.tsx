import { writeMatcher, type Matcher } from '../selector/matcher';
import { Icon } from '../widget/Icon';
import { usePopover } from '../widget/usePopover';
import { MatcherForm, type SuggestionSource } from './MatcherForm';

interface Props {
  readonly matchers: readonly Matcher[];
  readonly source: SuggestionSource;
  readonly onChange: (matchers: readonly Matcher[]) => void;
}

/** The label conditions as chips: press one to edit it, the cross to drop it, the plus to add one. */
export function MatcherEditor({ matchers, source, onChange }: Props) {
  const { open, root, toggle, close } = usePopover();
  return (
    <div className="matchers" role="group" aria-label="Label filters">
      {matchers.map((matcher, index) => (
        <MatcherChip
          key={`${index} ${writeMatcher(matcher)}`}
          matcher={matcher}
          source={source}
          onApply={(changed) => onChange(matchers.map((other, at) => (at === index ? changed : other)))}
          onRemove={() => onChange(matchers.filter((_, at) => at !== index))}
        />
      ))}
      <div className="popover-root" ref={root}>
        <button type="button" className="button ghost" data-popover-trigger="" data-testid="add-matcher" aria-expanded={open} onClick={toggle}>
          <Icon name="plus" /> Filter by label
        </button>
        {open && (
          <div className="popover form-popover">
            <MatcherForm
              initial={undefined}
              source={source}
              onApply={(matcher) => {
                close();
                onChange([...matchers, matcher]);
              }}
            />
          </div>
        )}
      </div>
    </div>
  );
}

interface ChipProps {
  readonly matcher: Matcher;
  readonly source: SuggestionSource;
  readonly onApply: (matcher: Matcher) => void;
  readonly onRemove: () => void;
}

function MatcherChip({ matcher, source, onApply, onRemove }: ChipProps) {
  const { open, root, toggle, close } = usePopover();
  return (
    <div className="popover-root" ref={root}>
      <span className="chip" data-testid="matcher-chip">
        <button type="button" data-popover-trigger="" className="chip-text" aria-expanded={open} title="Edit this filter" onClick={toggle}>
          {matcher.name}
          <b>{matcher.operator}</b>
          {matcher.value === '' ? '""' : matcher.value}
        </button>
        <button type="button" className="chip-close" aria-label={`Remove filter on ${matcher.name}`} onClick={onRemove}>
          <Icon name="close" />
        </button>
      </span>
      {open && (
        <div className="popover form-popover">
          <MatcherForm
            initial={matcher}
            source={source}
            onApply={(changed) => {
              close();
              onApply(changed);
            }}
          />
        </div>
      )}
    </div>
  );
}
