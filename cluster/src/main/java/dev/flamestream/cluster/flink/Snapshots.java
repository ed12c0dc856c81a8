package dev.flamestream.cluster.flink;

import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.s3.Bucket;
import dev.flamestream.cluster.s3.Bucket.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The complete checkpoints and savepoints in the bucket: those with their metadata, which Flink writes last. */
public final class Snapshots {
    private static final String METADATA = "/_metadata";
    private static final Pattern CHECKPOINT = Pattern.compile("/chk-(\\d{1,18})/_metadata$");

    private Snapshots() {}

    /** What a job can go on from. */
    public record Snapshot(String address, boolean isSavepoint) {}

    /** The newest of all; by number within the second that stores tell times by. */
    public static Optional<Snapshot> newest(Bucket bucket) throws IOException {
        List<StoredObject> found = new ArrayList<>();
        found.addAll(bucket.list(ClusterFolder.checkpointPrefix() + "/"));
        found.addAll(bucket.list(ClusterFolder.savepointPrefix() + "/"));
        return found.stream()
                .filter(object -> object.key().endsWith(METADATA))
                .max(Comparator.<StoredObject>comparingLong(
                                object -> object.modified().getEpochSecond())
                        .thenComparingLong(object -> number(object.key())))
                .map(object -> new Snapshot(
                        ClusterFolder.uri(object.key().substring(0, object.key().length() - METADATA.length())),
                        object.key().startsWith(ClusterFolder.savepointPrefix())));
    }

    private static long number(String key) {
        Matcher matcher = CHECKPOINT.matcher(key);
        return matcher.find() ? Long.parseLong(matcher.group(1)) : Long.MAX_VALUE;
    }
}
