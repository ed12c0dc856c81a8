import { THEMES, type ThemeChoice } from '../state/useTheme';
import { Icon } from '../widget/Icon';

const ICONS = { system: 'system', light: 'sun', dark: 'moon' } as const;

/** One button that goes round: as the system, light, dark. */
export function ThemeToggle({ choice, onChoose }: { readonly choice: ThemeChoice; readonly onChoose: (choice: ThemeChoice) => void }) {
  const next = THEMES[(THEMES.indexOf(choice) + 1) % THEMES.length] ?? 'system';
  const title = `Theme: ${choice}. Press for ${next}.`;
  return (
    <button type="button" className="button icon-button" title={title} aria-label={title} data-testid="theme-toggle" onClick={() => onChoose(next)}>
      <Icon name={ICONS[choice]} />
    </button>
  );
}
