package dev.flamestream.engine.reference;

import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.select.LabelMatcher;
import dev.flamestream.engine.select.LabelMatcher.Operator;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.tree.Frame;
import dev.flamestream.schemas.record.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The same random profiles as sections and in the naive database, and random selections over them. */
public final class RandomProfiles {
    /** Profiles lie in [0, this). */
    public static final int END_MILLIS = 1000;

    private final Random random;
    private final NaiveDatabase database = new NaiveDatabase();
    private final List<Section> sections = new ArrayList<>();

    private RandomProfiles(long seed, boolean negative) {
        this.random = new Random(seed);
        int sectionCount = 1 + random.nextInt(4);
        for (int i = 0; i < sectionCount; i++) {
            sections.add(section(negative));
        }
    }

    /** Profiles that a seed decides; with or without negative values. */
    public static RandomProfiles of(long seed, boolean negative) {
        return new RandomProfiles(seed, negative);
    }

    /** The profiles as sections. */
    public List<Section> sections() {
        return sections;
    }

    /** The same profiles. */
    public NaiveDatabase database() {
        return database;
    }

    /** A selection of some of them. */
    public Selection selection() {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            matchers.add(matcher(random));
        }
        int start = random.nextInt(END_MILLIS);
        TimeRange range = random.nextBoolean()
                ? new TimeRange(0, END_MILLIS)
                : new TimeRange(start, start + 1 + random.nextInt(END_MILLIS));
        List<String> callSite = random.nextInt(3) > 0
                ? List.of()
                : random.ints(1 + random.nextInt(2), 0, 6)
                        .mapToObj(this::function)
                        .toList();
        return new Selection(Sections.TENANT, Optional.of(Sections.CPU), matchers, range, callSite);
    }

    /** A condition on one of the labels that generated profiles have, or on one that none has. */
    public static LabelMatcher matcher(Random random) {
        Operator operator = List.of(Operator.values()).get(random.nextInt(4));
        String[] names = {"pod", "zone", "service_name", "__service_name__", "__type__", "nowhere"};
        String[] values = {"0", "1", "", "svc1", "cpu"};
        String[] patterns = {"0|1", ".+", ".*", "svc.*", "", "[12]"};
        String value = operator.takesPattern()
                ? patterns[random.nextInt(patterns.length)]
                : values[random.nextInt(values.length)];
        return new LabelMatcher(names[random.nextInt(names.length)], operator, value);
    }

    private Section section(boolean negative) {
        String service = "svc" + random.nextInt(3);
        int unit = 1 + random.nextInt(3);
        Sections section = Sections.section().service(service).unit(unit);
        int profiles = 1 + random.nextInt(6);
        for (int i = 0; i < profiles; i++) {
            Labels series = Labels.of("pod", "" + random.nextInt(3), "zone", random.nextBoolean() ? "" : "1");
            int time = random.nextInt(END_MILLIS);
            Map<List<Frame>, Long> sums = new HashMap<>();
            for (int s = random.nextInt(8); s > 0; s--) {
                long value = (long) unit * (random.nextInt(negative ? 9 : 5) - (negative ? 4 : 0));
                sums.merge(stack(), value, Long::sum);
            }
            section.profile(series, time, sums);
            database.add(Sections.TENANT, Sections.CPU, series.with("service_name", service), time, sums);
        }
        return section.build();
    }

    private List<Frame> stack() {
        List<Frame> stack = new ArrayList<>();
        for (int depth = random.nextInt(6); depth > 0; depth--) {
            stack.add(frame());
        }
        return stack;
    }

    private Frame frame() {
        String mapping = random.nextBoolean() ? "/lib/libc.so" : "";
        String buildId = mapping.isEmpty() ? "" : "b" + random.nextInt(2);
        int function = random.nextInt(6);
        return function == 0
                ? new Frame("", "", "", 0, 0, mapping, buildId, random.nextInt(2), false)
                : new Frame(
                        function(function),
                        random.nextInt(4) == 0 ? "_Z" + function : "",
                        "f" + function,
                        random.nextInt(2),
                        0,
                        mapping,
                        buildId,
                        0,
                        random.nextInt(3) == 0);
    }

    private String function(int index) {
        return index == 5 ? "other" : "fn" + index;
    }
}
