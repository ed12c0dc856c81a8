package dev.flamestream.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.cluster.fault.FaultKind;
import dev.flamestream.cluster.layout.ClusterFolder;
import dev.flamestream.cluster.layout.ClusterPorts;
import dev.flamestream.cluster.layout.ClusterSettings;
import dev.flamestream.cluster.layout.ClusterSize;
import dev.flamestream.cluster.part.Cluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short run of {@code ./flamestream cluster chaos}: each part killed once, under load, and every sum exact in the end.
 *
 * <p>Another order: {@code -Dflamestream.seed=7}. A long run is the command's.
 */
class ChaosIT {
    private static final long SEED = Long.getLong("flamestream.seed", 20_261_123);

    /** About a minute each; {@code CrashIT} kills a broker with all else, and runs that last longer do the rest. */
    private static final List<FaultKind> KILLS = List.of(FaultKind.KILL_TASK_MANAGER, FaultKind.KILL_JOB_MANAGER);

    @TempDir
    private Path folder;

    @Test
    void everyAcknowledgedProfileCountsOnceWhateverPartIsKilled() throws Exception {
        ClusterPorts ports = freePorts();
        ClusterSettings settings = new ClusterSettings(
                // Failsafe runs in the module's folder.
                Path.of("").toAbsolutePath().resolve(".."),
                new ClusterFolder(folder),
                ports,
                ClusterSize.DEFAULT,
                ports.s3Front(),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
        ChaosSettings chaos = new ChaosSettings(Duration.ofMinutes(10), SEED, 50, KILLS, KILLS.size());

        ChaosReport report = new ChaosRun(new Cluster(settings), chaos, System.out::println).run();

        report.lines().forEach(System.out::println);
        String said = "seed " + SEED + "\n" + String.join("\n", report.lines());
        assertThat(report.faults()).as(said).hasSize(KILLS.size());
        assertThat(report.verdicts().wrong()).as(said).isZero();
        assertThat(report.lost()).as(said).isZero();
        assertThat(report.twice()).as(said).isZero();
        assertThat(report.holds()).as(said).isTrue();
    }

    /** A base whose ports were all free a moment ago. */
    private static ClusterPorts freePorts() throws IOException {
        for (int base = 21_500; base < 30_000; base += ClusterPorts.COUNT) {
            ClusterPorts ports = new ClusterPorts(base);
            if (areFree(ports)) {
                return ports;
            }
        }
        throw new IOException("no " + ClusterPorts.COUNT + " ports in a row are free");
    }

    private static boolean areFree(ClusterPorts ports) {
        Map<String, Integer> all = ports.byUse(ClusterSize.DEFAULT);
        for (int port : all.values()) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
