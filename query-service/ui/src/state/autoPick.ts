import type { Offer } from '../api/answers';
import { compareProfileTypes } from '../format/profileType';

/** The services on offer, in order of name. */
export function servicesOf(offers: readonly Offer[]): string[] {
  return [...new Set(offers.map((offer) => offer.service))].filter((service) => service !== '').sort();
}

/** The profile types of one service, processor time first. */
export function profileTypesOf(offers: readonly Offer[], service: string): string[] {
  const ids = offers.filter((offer) => offer.service === service).map((offer) => offer.profileTypeId);
  return [...new Set(ids)].filter((id) => id !== '').sort(compareProfileTypes);
}

/** What to open when the URL leaves service or type open: the first service with processor time, else the first. */
export function pick(offers: readonly Offer[], service: string, profileTypeId: string): Offer | undefined {
  const services = service === '' ? servicesOf(offers) : [service];
  const withCpu = services.find((name) => profileTypesOf(offers, name)[0]?.startsWith('process_cpu:'));
  const chosen = withCpu ?? services[0];
  if (chosen === undefined) {
    return undefined;
  }
  const types = profileTypesOf(offers, chosen);
  const type = types.includes(profileTypeId) || service !== '' && profileTypeId !== '' ? profileTypeId : types[0];
  return type === undefined ? undefined : { service: chosen, profileTypeId: type };
}
