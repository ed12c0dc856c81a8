package dev.flamestream.engine.select;

import dev.flamestream.engine.section.SectionSummary;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All labels by which a series can be selected: its own, and those that follow from its profile type and service.
 *
 * <p>For a series of type {@code process_cpu:cpu:nanoseconds:cpu:nanoseconds}: {@code __name__} process_cpu, {@code
 * __profile_type__} the whole id, {@code __type__} cpu, {@code __unit__} nanoseconds, {@code __period_type__} cpu, {@code
 * __period_unit__} nanoseconds, {@code service_name} and its copy {@code __service_name__}. A derived label replaces one of
 * the same name. What is empty is absent.
 */
public final class SeriesLabels {
    /** Label: the whole profile type id. */
    public static final String PROFILE_TYPE = "__profile_type__";

    /** Label: the sample type. */
    public static final String TYPE = "__type__";

    /** Label: the sample type's unit. */
    public static final String UNIT = "__unit__";

    /** Label: the period type. */
    public static final String PERIOD_TYPE = "__period_type__";

    /** Label: the period type's unit. */
    public static final String PERIOD_UNIT = "__period_unit__";

    /** Label: copy of the service's name. */
    public static final String PRIVATE_SERVICE_NAME = "__service_name__";

    /** Names of the labels that are derived, and so the same for all series of a section. */
    public static final Set<String> DERIVED = Set.of(
            Labels.PROFILE_NAME,
            PROFILE_TYPE,
            TYPE,
            UNIT,
            PERIOD_TYPE,
            PERIOD_UNIT,
            Labels.SERVICE_NAME,
            PRIVATE_SERVICE_NAME);

    /** Orders label sets as Prometheus does: pair by pair, name then value, a set that ends first comes first. */
    public static final Comparator<Labels> ORDER = SeriesLabels::compare;

    private SeriesLabels() {}

    /** All labels of a series of a section. */
    public static Labels of(SectionSummary section, Labels series) {
        return of(section.profileType(), section.serviceName(), series);
    }

    /** All labels of a series of a profile type and service. */
    public static Labels of(ProfileType type, String serviceName, Labels series) {
        TreeMap<String, String> all = new TreeMap<>(series.asMap());
        all.put(Labels.PROFILE_NAME, type.name());
        all.put(PROFILE_TYPE, type.id());
        all.put(TYPE, type.sampleType());
        all.put(UNIT, type.sampleUnit());
        all.put(PERIOD_TYPE, type.periodType());
        all.put(PERIOD_UNIT, type.periodUnit());
        all.put(Labels.SERVICE_NAME, serviceName);
        all.put(PRIVATE_SERVICE_NAME, serviceName);
        return Labels.of(all);
    }

    /** The labels that all series of a section have. */
    public static Labels derived(SectionSummary section) {
        return of(section, Labels.EMPTY);
    }

    /** One label of a series, of whose section the derived labels are known. Makes no set of all its labels. */
    static String value(Labels derived, Labels series, String name) {
        return DERIVED.contains(name) ? derived.value(name) : series.value(name);
    }

    private static int compare(Labels left, Labels right) {
        List<Map.Entry<String, String>> a = new ArrayList<>(left.asMap().entrySet());
        List<Map.Entry<String, String>> b = new ArrayList<>(right.asMap().entrySet());
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            int order = a.get(i).getKey().compareTo(b.get(i).getKey());
            order = order != 0 ? order : a.get(i).getValue().compareTo(b.get(i).getValue());
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(a.size(), b.size());
    }
}
