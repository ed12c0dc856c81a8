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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

    /** Of each part. */
    private static final int MAX_COMPLAINTS = 15;

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
        ChaosSettings chaos = new ChaosSettings(Duration.ofMinutes(10), SEED, 50, KILLS, 0, KILLS.size());

        List<String> said = Collections.synchronizedList(new ArrayList<>(List.of("seed " + SEED)));
        ChaosReport report;
        try {
            report = new ChaosRun(new Cluster(settings), chaos, said::add).run();
        } catch (Exception failure) {
            // The folder goes with the test, and nobody can look into it afterwards.
            said.addAll(complaints(settings.folder().logs()));
            throw new AssertionError(String.join("\n", said), failure);
        }

        said.addAll(report.lines());
        String all = String.join("\n", said);
        System.out.println(all);
        assertThat(report.faults()).as(all).hasSize(KILLS.size());
        assertThat(report.verdicts().wrong()).as(all).isZero();
        assertThat(report.lost()).as(all).isZero();
        assertThat(report.twice()).as(all).isZero();
        assertThat(report.holds()).as(all).isTrue();
    }

    /** The last warnings of each part. */
    private static List<String> complaints(Path logs) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.sorted().toList()) {
                List<String> lines = Files.readAllLines(file).stream()
                        .filter(line ->
                                line.contains(" WARN ") || line.contains(" ERROR ") || line.contains("RESTARTING"))
                        .map(line -> file.getFileName() + ": " + line)
                        .toList();
                found.addAll(lines.subList(Math.max(0, lines.size() - MAX_COMPLAINTS), lines.size()));
            }
        }
        return found;
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
