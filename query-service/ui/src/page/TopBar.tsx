import { profileTypeTitle } from '../format/profileType';
import { RangePicker } from '../picker/RangePicker';
import { RefreshControls } from '../picker/RefreshControls';
import { TenantField } from '../picker/TenantField';
import { ThemeToggle } from '../picker/ThemeToggle';
import { profileTypesOf, servicesOf } from '../state/autoPick';
import type { PageState } from '../state/pageState';
import type { Navigate } from '../state/usePageState';
import type { ThemeChoice } from '../state/useTheme';
import { Combobox } from '../widget/Combobox';
import { Logo } from './Logo';
import type { PageData } from './usePageData';

interface Props {
  readonly state: PageState;
  readonly data: PageData;
  readonly theme: ThemeChoice;
  readonly onTheme: (theme: ThemeChoice) => void;
  readonly navigate: Navigate;
}

/** What to show, and over which time. */
export function TopBar({ state, data, theme, onTheme, navigate }: Props) {
  const offers = data.offers.value ?? [];
  const types = profileTypesOf(offers, state.service);
  const chooseService = (service: string) => {
    const offered = profileTypesOf(offers, service);
    // The same question about another service; only a type it does not have gives way.
    const profileTypeId = offered.includes(state.profileTypeId) ? state.profileTypeId : (offered[0] ?? '');
    navigate({ service, profileTypeId, zoom: '', functionName: '' });
  };
  return (
    <header className="top-bar">
      <Logo />
      <Combobox
        label="Service"
        value={state.service}
        shown={state.service || 'Choose a service'}
        options={servicesOf(offers).map((service) => ({ value: service, title: service }))}
        emptyText="No service has profiles in this range."
        testId="service-picker"
        onChoose={chooseService}
      />
      <Combobox
        label="Profile"
        value={state.profileTypeId}
        shown={state.profileTypeId === '' ? 'Choose a profile type' : profileTypeTitle(state.profileTypeId)}
        detail={state.profileTypeId}
        options={types.map((id) => ({ value: id, title: profileTypeTitle(id), detail: id }))}
        emptyText="This service has no profiles in this range."
        testId="type-picker"
        onChoose={(profileTypeId) => navigate({ profileTypeId, zoom: '', functionName: '' })}
      />
      <div className="top-bar-end">
        {state.tenant !== undefined && (
          <TenantField
            key={state.tenant}
            tenant={state.tenant}
            onChange={(tenant) => tenant !== state.tenant && navigate({ tenant, service: '', profileTypeId: '', zoom: '' })}
          />
        )}
        <RangePicker expression={state.range} range={data.range} onChange={(range) => navigate({ range })} />
        <RefreshControls loading={data.loading} every={data.clock.every} onRefresh={data.clock.refresh} onEvery={data.clock.setEvery} />
        <ThemeToggle choice={theme} onChoose={onTheme} />
      </div>
    </header>
  );
}
