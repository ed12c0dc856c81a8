package dev.flamestream.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.standalone.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3BlocksIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Window, grace and spread are 4.5 s, a checkpoint 1 s, and readers list blocks every few seconds. */
    private static final Duration UNTIL_ONLY_IN_BLOCKS = Duration.ofSeconds(12);

    @TempDir
    private Path folder;

    @Test
    void countsEachProfileOnceWhileItMovesIntoABucketAndOverAKill() throws Exception {
        String[] options = {
            "--blocks", "s3://" + S3Server.BUCKET + "/some/prefix", "--window", "2s", "--checkpoint-interval", "1s"
        };
        try (S3Server s3 = S3Server.start(Files.createDirectory(folder.resolve("s3")));
                RunningUp up = RunningUp.start(folder, s3.environment(), options)) {
            long expected = up.push(20);
            assertThat(up.awaitTotal(PprofFiles.TYPE, "shop", expected, PATIENCE))
                    .as("in the heads")
                    .isEqualTo(expected);

            assertThat(totalsUntilInBlocks(up, s3)).as("on the way into blocks").containsExactly(expected);

            expected += up.push(20);
            up.jvm().kill();
            up.startAgain();
            assertThat(up.awaitTotal(PprofFiles.TYPE, "shop", expected, PATIENCE))
                    .as("after a kill")
                    .isEqualTo(expected);
            assertThat(totalsUntilInBlocks(up, s3)).as("all in blocks").containsExactly(expected);
            assertThat(up.data().resolve("blocks")).doesNotExist();
        }
    }

    /** Each total that was answered until what is pushed now is no longer in any head. */
    private static Set<Long> totalsUntilInBlocks(RunningUp up, S3Server s3) throws Exception {
        Set<Long> totals = new HashSet<>();
        List<String> before = s3.keys("some/prefix/blocks/", ".parquet");
        long earliest = System.nanoTime() + UNTIL_ONLY_IN_BLOCKS.toNanos();
        assertThat(Eventually.holds(PATIENCE, () -> {
                    totals.add(up.total(PprofFiles.TYPE, "shop"));
                    return System.nanoTime() > earliest
                            && s3.keys("some/prefix/blocks/", ".parquet").size() > before.size();
                }))
                .as("blocks in the bucket")
                .isTrue();
        return totals;
    }
}
