package dev.flamestream.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.OperatorIDPair;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** What the hand-over of cuts and the restoring of savepoints rest on, read from the graph that Flink makes of the job. */
class JobTopologyTest {
    private static final JobConfig CONFIG =
            JobConfig.of(Map.of("kafka", "localhost:9092", "blocks", "file:/tmp/flamestream-blocks"));

    private final StreamExecutionEnvironment environment =
            StreamExecutionEnvironment.getExecutionEnvironment(FlamestreamJob.settings(CONFIG));

    /** A committer in another task proves nothing to the heads: they would clear cuts that no listing shows yet. */
    @Test
    void headsBlocksWriterAndCommitterAreOneChainAtAnyParallelism() {
        environment.setParallelism(3);

        List<JobVertex> withBlocks = new ArrayList<>();
        for (JobVertex vertex : jobGraph().getVertices()) {
            if (uids(vertex).stream().anyMatch(uid -> uid.contains(OperatorIds.BLOCKS))) {
                withBlocks.add(vertex);
            }
        }

        assertThat(withBlocks).as("vertices with any part of the blocks' sink").hasSize(1);
        assertThat(names(withBlocks.get(0))).containsExactlyInAnyOrder("heads", "blocks: Writer", "blocks: Committer");
        assertThat(uids(withBlocks.get(0))).contains(OperatorIds.HEADS);
        assertThat(withBlocks.get(0).getParallelism()).isEqualTo(3);
    }

    @Test
    void everyOperatorHasAFixedIdOfItsOwn() {
        List<String> uids = new ArrayList<>();
        for (JobVertex vertex : jobGraph().getVertices()) {
            assertThat(uids(vertex)).as(vertex.getName()).doesNotContain("none");
            uids.addAll(uids(vertex));
        }

        assertThat(uids).doesNotHaveDuplicates().contains(OperatorIds.SOURCE, OperatorIds.ROUTER, OperatorIds.HEADS);
        assertThat(uids).filteredOn(uid -> uid.contains(OperatorIds.BLOCKS)).hasSize(2);
        assertThat(uids).filteredOn(uid -> uid.contains(OperatorIds.REJECTED)).hasSize(2);
    }

    @Test
    void noTypeFallsBackToAGenericSerializer() {
        assertThat(environment.getConfiguration().get(PipelineOptions.GENERIC_TYPES))
                .isFalse();

        // With them switched off, a type that needs one would fail here.
        assertThat(jobGraph().getNumberOfVertices()).isPositive();
    }

    private JobGraph jobGraph() {
        JobTopology.build(environment, CONFIG);
        return environment.getStreamGraph().getJobGraph();
    }

    private static List<String> uids(JobVertex vertex) {
        return vertex.getOperatorIDs().stream()
                .map(OperatorIDPair::getUserDefinedOperatorUid)
                .map(uid -> uid == null ? "none" : uid)
                .toList();
    }

    private static List<String> names(JobVertex vertex) {
        return vertex.getOperatorIDs().stream()
                .map(OperatorIDPair::getUserDefinedOperatorName)
                .toList();
    }
}
