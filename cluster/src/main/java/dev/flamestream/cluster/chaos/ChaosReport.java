package dev.flamestream.cluster.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flamestream.agent.publish.Outcome;
import dev.flamestream.cluster.check.FinalCheck.Difference;
import dev.flamestream.cluster.check.Verdicts;
import dev.flamestream.cluster.fault.FaultKind;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.load.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** What a run has shown: as lines for people, and as JSON. */
public record ChaosReport(
        ChaosSettings chaos,
        ClusterSettings cluster,
        Duration took,
        Load load,
        List<FaultRecord> faults,
        Verdicts.Counts verdicts,
        Final sums,
        Cost cost) {
    /** What was sent, and what became of it. */
    record Load(Tally sent, Tally acked, long ackedBytes, Map<Outcome, Long> outcomes) {}

    /** The sums in the end: by answers while some is live, by blocks, and by answers again once all is stored. */
    record Final(Difference answers, Difference blocks, Difference answersOfBlocks) {
        List<Difference> all() {
            return List.of(answers, blocks, answersOfBlocks);
        }
    }

    /** What it took. */
    record Cost(
            Map<String, Long> peakBytes,
            long peakTogetherBytes,
            int checkpoints,
            long checkpointBytes,
            Map<String, Long> s3Requests,
            long restarts,
            long submissions,
            long doubleJobs) {}

    /** Whether every promise was kept. */
    public boolean holds() {
        return verdicts.wrong() == 0
                && sums.all().stream().allMatch(Difference::isNone)
                && cost.doubleJobs() == 0
                && verdicts.exact() > 0
                && load.acked().profiles() > 0
                && faults.stream()
                        .noneMatch(fault ->
                                fault.ingestMillis() == FaultRecord.NEVER || fault.queryMillis() == FaultRecord.NEVER);
    }

    /** Profiles that are missing in the end, by the worst of the three looks. */
    public long lost() {
        return sums.all().stream().mapToLong(Difference::lost).max().orElse(0);
    }

    /** Profiles that count more than once in the end, by the worst of the three looks. */
    public long twice() {
        return sums.all().stream().mapToLong(Difference::twice).max().orElse(0);
    }

    /** Questions of the last looks that had to be asked again. */
    private long notWhole() {
        return sums.all().stream().mapToLong(Difference::notWhole).sum();
    }

    /** The table. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.addAll(faultLines());
        lines.add("profiles: sent " + load.sent().profiles() + ", acknowledged "
                + load.acked().profiles() + ", " + load.ackedBytes() + " bytes; lost " + lost() + ", double "
                + twice());
        lines.add("answers: " + verdicts.answers() + ", exact " + verdicts.exact() + ", partial " + verdicts.partial()
                + " (" + verdicts.partialInCalm() + " with all parts well), behind " + verdicts.behind() + ", wrong "
                + verdicts.wrong() + "; questions without an answer "
                + verdicts.failed());
        lines.add("checkpoints: " + cost.checkpoints() + ", " + cost.checkpointBytes() + " bytes uploaded, "
                + String.format("%.2f", checkpointBytesPerByte()) + " per byte of profiles");
        lines.add("restarts of parts: " + cost.restarts() + ", submissions of the job: " + cost.submissions()
                + "; requests to S3: " + cost.s3Requests());
        StringBuilder memory =
                new StringBuilder("memory at most: together " + (cost.peakTogetherBytes() >> 20) + " MiB");
        cost.peakBytes()
                .forEach((part, bytes) ->
                        memory.append(", ").append(part).append(' ').append(bytes >> 20));
        lines.add(memory.toString());
        verdicts.faults().forEach(fault -> lines.add("WRONG " + fault));
        verdicts.remarks().forEach(remark -> lines.add("remark: " + remark));
        lines.add("final questions that were not answered wholly at once: " + notWhole());
        sums.all().forEach(difference -> difference.remarks().forEach(remark -> lines.add("remark: " + remark)));
        sums.all().forEach(difference -> difference.shown().forEach(shown -> lines.add("DIFFERS " + shown)));
        lines.add((holds() ? "every promise was kept" : "NOT every promise was kept") + ", seed " + chaos.seed() + ", "
                + took.toSeconds() + " s in all");
        return lines;
    }

    /** The same for programs. */
    public String toJson() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        root.put("seed", chaos.seed())
                .put("minutes", chaos.lasts().toMinutes())
                .put("rate", chaos.rate())
                .put("window_millis", cluster.window().toMillis())
                .put("checkpoint_interval_millis", cluster.checkpointInterval().toMillis())
                .put("took_seconds", took.toSeconds())
                .put("holds", holds());
        for (FaultRecord fault : faults) {
            root.withArray("/faults")
                    .addObject()
                    .put("kind", fault.done().kind().label())
                    .put("victim", fault.done().victim())
                    .put("group", fault.group())
                    .put("lasted_millis", fault.done().lasted().toMillis())
                    .put("ingest_recovery_millis", fault.ingestMillis())
                    .put("query_recovery_millis", fault.queryMillis());
        }
        ObjectNode profiles = root.putObject("profiles");
        profiles.put("sent", load.sent().profiles())
                .put("acknowledged", load.acked().profiles())
                .put("acknowledged_bytes", load.ackedBytes())
                .put("lost", lost())
                .put("double", twice());
        load.outcomes().forEach((outcome, count) -> profiles.put("outcome_" + outcome.label(), count));
        root.putObject("answers")
                .put("total", verdicts.answers())
                .put("exact", verdicts.exact())
                .put("partial", verdicts.partial())
                .put("partial_with_all_parts_well", verdicts.partialInCalm())
                .put("behind", verdicts.behind())
                .put("wrong", verdicts.wrong())
                .put("failed", verdicts.failed())
                .put("final_not_whole_at_once", notWhole());
        root.putObject("checkpoints")
                .put("completed", cost.checkpoints())
                .put("uploaded_bytes", cost.checkpointBytes())
                .put("uploaded_per_profile_byte", checkpointBytesPerByte());
        ObjectNode requests = root.putObject("s3_requests");
        cost.s3Requests().forEach(requests::put);
        ObjectNode memory = root.putObject("peak_resident_bytes");
        memory.put("together", cost.peakTogetherBytes());
        cost.peakBytes().forEach(memory::put);
        verdicts.faults().forEach(fault -> root.withArray("/wrong").add(fault));
        verdicts.remarks().forEach(remark -> root.withArray("/remarks").add(remark));
        return root.toPrettyString() + "\n";
    }

    private double checkpointBytesPerByte() {
        return load.ackedBytes() == 0 ? 0 : (double) cost.checkpointBytes() / load.ackedBytes();
    }

    /** Recoveries of faults that were alone, by kind; then of those that overlapped, which recovered together. */
    private List<String> faultLines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-20s %5s %7s %18s %18s", "fault", "alone", "others", "ingest med/worst", "queries med/worst"));
        for (FaultKind kind : FaultKind.values()) {
            List<FaultRecord> same =
                    faults.stream().filter(fault -> fault.done().kind() == kind).toList();
            List<FaultRecord> alone = same.stream().filter(this::isAlone).toList();
            if (!same.isEmpty()) {
                lines.add(row(kind.label(), alone, same.size() - alone.size()));
            }
        }
        List<FaultRecord> firstOfSome = faults.stream()
                .filter(fault -> !isAlone(fault) && faults.indexOf(fault) == fault.group())
                .toList();
        if (!firstOfSome.isEmpty()) {
            lines.add(row("two or three at once", firstOfSome, 0));
        }
        List<FaultRecord> alone = faults.stream().filter(this::isAlone).toList();
        lines.add(row("all", alone, faults.size() - alone.size()));
        return lines;
    }

    private boolean isAlone(FaultRecord fault) {
        return faults.stream().filter(other -> other.group() == fault.group()).count() == 1;
    }

    private static String row(String name, List<FaultRecord> faults, int others) {
        return String.format(
                "%-20s %5d %7d %18s %18s",
                name,
                faults.size(),
                others,
                recovery(faults, FaultRecord::ingestMillis),
                recovery(faults, FaultRecord::queryMillis));
    }

    private static String recovery(List<FaultRecord> faults, ToLongFunction<FaultRecord> millis) {
        List<Long> sorted = faults.stream().map(millis::applyAsLong).sorted().toList();
        return sorted.isEmpty()
                ? "-"
                : seconds(sorted.get(sorted.size() / 2)) + " / " + seconds(sorted.get(sorted.size() - 1));
    }

    static String seconds(long millis) {
        return millis == FaultRecord.NEVER ? "never" : String.format("%.1f s", millis / 1_000.0);
    }
}
