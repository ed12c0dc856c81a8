package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.pprof.Profile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The real profiles that workloads are made of: those of the corpus where it is, else some that this process takes of itself.
 *
 * <p>They are chosen by what they are like, never by name.
 */
public final class Templates {
    /** Where a folder of pprof files is looked for first. */
    public static final String CORPUS_PROPERTY = "flamestream.bench.corpus";

    private static final int MANY_TEMPLATES = 8;

    private final String source;
    private final List<Template> cpu;
    private final List<Template> heaps;
    private final Template longTail;

    private Templates(String source, List<Template> cpu, List<Template> heaps, Template longTail) {
        this.source = source;
        this.cpu = cpu;
        this.heaps = heaps;
        this.longTail = longTail;
    }

    /** Of the corpus if there is one, else of this process; the same for all of a process, since it takes some seconds. */
    public static Templates find() {
        return Found.TEMPLATES;
    }

    /** Looked for when first asked. */
    private static final class Found {
        static final Templates TEMPLATES = look();
    }

    /** A corpus may lack one kind of profile; then those of this process stand in for it. */
    private static Templates look() {
        List<Profile> corpus = CorpusFolder.profiles();
        List<Template> cpu = templates(corpus, Templates::isCpu);
        List<Template> heaps =
                templates(corpus, profile -> profile.getSampleTypeCount() == 4 && hasType(profile, "inuse_space"));
        List<Template> ofCpu = cpu.isEmpty() ? List.of(Template.of(SelfTaken.cpu())) : cpu;
        return new Templates(
                source("CPU", cpu) + ", " + source("heap", heaps),
                ofCpu,
                heaps.isEmpty() ? List.of(Template.of(SelfTaken.heap())) : heaps,
                longTail(corpus, ofCpu));
    }

    private static String source(String kind, List<Template> ofCorpus) {
        return kind + " profiles of " + (ofCorpus.isEmpty() ? "this process" : "the corpus");
    }

    /** Where they come from, for the report. */
    public String source() {
        return source;
    }

    /** What a workload is made of, by services in turn. */
    List<Template> of(Workload workload) {
        return switch (workload) {
            case HEAP -> List.of(largest(heaps));
            case CPU_LONG_TAIL -> List.of(longTail);
            case CPU_TYPICAL, LABELS, DAY -> nearest(cpu, workload.stackCount).subList(0, 1);
            case MANY_SERVICES -> nearest(cpu, workload.stackCount).subList(0, Math.min(MANY_TEMPLATES, cpu.size()));
        };
    }

    private static boolean isCpu(Profile profile) {
        return hasType(profile, "cpu") && profile.getSampleTypeCount() == 2;
    }

    private static boolean hasType(Profile profile, String name) {
        return profile.getSampleTypeList().stream()
                .anyMatch(type ->
                        profile.getStringTable(Math.toIntExact(type.getType())).equals(name));
    }

    private static List<Template> templates(List<Profile> profiles, Predicate<Profile> wanted) {
        List<Template> templates = new ArrayList<>();
        for (Profile profile : profiles) {
            if (wanted.test(profile)) {
                templates.add(Template.of(profile));
            }
        }
        return templates;
    }

    private static Template largest(List<Template> templates) {
        return templates.stream()
                .max(Comparator.comparingInt(Template::stackCount))
                .orElseThrow();
    }

    /** The real profile with the most like so many stacks, of whatever kind: stacks that are made up share less of the tree. */
    private static Template longTail(List<Profile> corpus, List<Template> cpu) {
        int wanted = Workload.CPU_LONG_TAIL.stackCount;
        return corpus.stream()
                .min(Comparator.comparingInt(
                        profile -> Math.abs(Template.of(profile).stackCount() - wanted)))
                .map(Template::ofStacks)
                .orElseGet(() -> nearest(cpu, wanted).get(0));
    }

    private static List<Template> nearest(List<Template> templates, int stackCount) {
        return templates.stream()
                .sorted(Comparator.comparingInt(template -> Math.abs(template.stackCount() - stackCount)))
                .toList();
    }
}
