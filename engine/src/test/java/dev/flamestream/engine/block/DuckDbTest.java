package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.block.store.LocalBlockFile;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
import dev.flamestream.engine.select.QueryLimits;
import dev.flamestream.engine.select.SectionSet;
import dev.flamestream.engine.select.Selection;
import dev.flamestream.engine.select.TimeRange;
import dev.flamestream.engine.select.merge.MergedTree;
import dev.flamestream.engine.select.merge.TreeMerger;
import dev.flamestream.engine.timeline.SeriesRequest;
import dev.flamestream.engine.timeline.SeriesRequest.Aggregation;
import dev.flamestream.engine.timeline.Timeline;
import dev.flamestream.engine.timeline.Timelines;
import dev.flamestream.schemas.record.Labels;
import dev.flamestream.schemas.record.ProfileType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader of Parquet that knows nothing of sections gets the same sums. */
class DuckDbTest {
    @TempDir
    static Path folder;

    private static List<MemorySection> sections = List.of();
    private static DuckDBConnection duckDb;

    @BeforeAll
    static void writeBlock() throws IOException, SQLException {
        sections = BlockRoundTripTest.sections(23, 60);
        Files.write(folder.resolve("a.parquet"), BlockRoundTripTest.write(sections, 64 << 10));
        duckDb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    @Test
    void agreesOnSelfByFunction() throws IOException, SQLException {
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (Section section : sections) {
            PreOrderTree tree = section.readTree(FrameDetail.FULL);
            for (int node = 0; node < tree.count(); node++) {
                if (tree.endsStack()[node]) {
                    String function = node == 0
                            ? ""
                            : tree.frames().get(tree.frame()[node]).function();
                    expected.merge(
                            section.summary().profileType().id() + " " + function,
                            BigDecimal.valueOf(tree.self()[node]),
                            BigDecimal::add);
                }
            }
        }

        assertThat(query("SELECT profile_type || ' ' || coalesce(function, ''), sum(self) FROM block"
                        + " WHERE self IS NOT NULL GROUP BY profile_type, function"))
                .isEqualTo(expected);
    }

    @Test
    void agreesOnTotalByServiceFromRootsAndFromProfiles() throws IOException, SQLException {
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (Section section : sections) {
            ProfileRows rows = section.readProfiles(RowDetail.TOTALS);
            for (int row = 0; row < rows.count(); row++) {
                expected.merge(section.summary().serviceName(), BigDecimal.valueOf(rows.total(row)), BigDecimal::add);
            }
        }

        assertThat(query("SELECT service_name, sum(total) FROM block WHERE time IS NOT NULL GROUP BY 1"))
                .isEqualTo(expected);
        assertThat(query("SELECT service_name, sum(total) FROM block WHERE depth = 0 GROUP BY 1"))
                .isEqualTo(expected);
        assertThat(query("SELECT service_name, sum(self) FROM block GROUP BY 1"))
                .isEqualTo(expected);
    }

    @Test
    void agreesOnTotalByMinuteAndPod() throws IOException, SQLException {
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (Section section : sections) {
            ProfileRows rows = section.readProfiles(RowDetail.TOTALS);
            for (int row = 0; row < rows.count(); row++) {
                String key =
                        rows.timeMillis(row) / 60_000 + " " + rows.labels(row).value("pod");
                expected.merge(key, BigDecimal.valueOf(rows.total(row)), BigDecimal::add);
            }
        }

        assertThat(query("SELECT epoch_ms(time) // 60000 || ' ' || coalesce(labels['pod'], ''), sum(total) FROM block"
                        + " WHERE time IS NOT NULL GROUP BY 1"))
                .isEqualTo(expected);
    }

    /** The statements of {@link dev.flamestream.schemas.block.BlockFormat}, word for word but for the folder. */
    @Test
    void answersTheStatementsOfTheSpecification() throws IOException, SQLException {
        Path day = folder.resolve(BlockPath.folder("acme", BlockPath.date(GeneratedSections.START_MILLIS)));
        Files.createDirectories(day);
        Files.copy(folder.resolve("a.parquet"), day.resolve("a.parquet"));
        String type = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
        BigDecimal total = BigDecimal.ZERO;
        for (Section section : sections) {
            if (section.summary().profileType().id().equals(type)) {
                total = total.add(
                        BigDecimal.valueOf(section.readTree(FrameDetail.NAME).totals()[0]));
            }
        }

        String blocks = " FROM '" + folder + "/blocks/tenant=acme/**/*.parquet' WHERE profile_type = '" + type + "'";

        assertThat(sum(query(
                        "SELECT coalesce(function, ''), sum(self)" + blocks + " GROUP BY function ORDER BY 2 DESC")))
                .isEqualTo(total);
        assertThat(sum(query("SELECT date_trunc('minute', time), sum(total)" + blocks
                        + " AND time IS NOT NULL GROUP BY 1 ORDER BY 1")))
                .isEqualTo(total);
        assertThat(query("SELECT tenant || ' ' || date, count(*)" + blocks + " GROUP BY 1")
                        .keySet())
                .containsExactly("acme 2026-11-23");
    }

    /** What queries say of the block, not what was written: both readers have only the file. */
    @Test
    void agreesWithOurReaderOnFunctionsServicesAndMinutes() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            // A name each, since DuckDB may keep what it has read of a name.
            Path path = folder.resolve("seed-" + seed + ".parquet");
            Files.write(path, BlockRoundTripTest.write(BlockRoundTripTest.sections(seed, 25), 64 << 10));
            try (BlockFile file = LocalBlockFile.open(path)) {
                List<Section> read = BlockReader.open(file).sections();
                for (ProfileType type : List.of(BlockRoundTripTest.CPU, BlockRoundTripTest.SPACE)) {
                    agree(path, SectionSet.complete(read), type, "seed " + seed + ", " + type);
                }
            }
        }
    }

    private static void agree(Path path, SectionSet set, ProfileType type, String seed) throws Exception {
        String block = " FROM '" + path + "' WHERE profile_type = '" + type + "'";
        Selection selection = Selection.of(
                "acme",
                type,
                List.of(),
                TimeRange.inclusive(GeneratedSections.START_MILLIS, GeneratedSections.START_MILLIS + 3_600_000));

        // Groups are columns: DuckDB 1.x with several threads gives a group of coalesce(function, '') more than once.
        assertThat(selfByFunction(TreeMerger.mergeByFrame(set, selection, QueryLimits.DEFAULT)))
                .as(seed)
                .isEqualTo(
                        withoutZeros(query("SELECT coalesce(function, ''), sum(self)" + block + " GROUP BY function")));
        String minute = "(epoch_ms(time) + 59999) // 60000";
        assertThat(timelines(set, selection, 60_000))
                .as(seed)
                .isEqualTo(query("SELECT service_name || ' ' || " + minute + ", sum(total)" + block
                        + " AND time IS NOT NULL GROUP BY service_name, " + minute));
        long lastMinute = (selection.range().endMillis() - 1) / 60_000;
        assertThat(timelines(set, selection, 3_600_000))
                .as(seed + ", one step that holds all")
                .isEqualTo(query(
                        "SELECT service_name || ' " + lastMinute + "', sum(self)" + block + " GROUP BY service_name"));
    }

    private static Map<String, BigDecimal> selfByFunction(MergedTree merged) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        PreOrderTree tree = merged.inOrder();
        for (int node = 0; node < tree.count(); node++) {
            String function =
                    node == 0 ? "" : tree.frames().get(tree.frame()[node]).function();
            sums.merge(function, BigDecimal.valueOf(tree.self()[node]), BigDecimal::add);
        }
        return withoutZeros(sums);
    }

    /** Points by service and by the minute at which they stand, cut. */
    private static Map<String, BigDecimal> timelines(SectionSet set, Selection selection, long stepMillis)
            throws Exception {
        TimeRange range = selection.range();
        long first = stepMillis == 60_000 ? range.startMillis() : range.endMillis() - 1;
        SeriesRequest request = new SeriesRequest(
                first, range.endMillis() - 1, stepMillis, List.of(Labels.SERVICE_NAME), Aggregation.SUM, 0);
        Timelines timelines = Timelines.of(set, selection, request, QueryLimits.DEFAULT);
        assertThat(timelines.partial()).isEmpty();
        Map<String, BigDecimal> sums = new TreeMap<>();
        for (Timeline series : timelines.series()) {
            for (int point = 0; point < series.count(); point++) {
                sums.put(
                        series.labels().value(Labels.SERVICE_NAME) + " " + series.timeMillis(point) / 60_000,
                        BigDecimal.valueOf((long) series.value(point)));
            }
        }
        return sums;
    }

    private static Map<String, BigDecimal> withoutZeros(Map<String, BigDecimal> sums) {
        Map<String, BigDecimal> kept = new TreeMap<>(sums);
        kept.values().removeIf(sum -> sum == null || sum.signum() == 0);
        return kept;
    }

    private static BigDecimal sum(Map<String, BigDecimal> answer) {
        return answer.values().stream().filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void seesMinimumAndMaximumOfTheColumnsToPruneBy() throws SQLException {
        assertThat(query("SELECT path_in_schema, count(*) FROM parquet_metadata('" + folder.resolve("a.parquet")
                                + "') WHERE stats_min_value IS NOT NULL AND stats_max_value IS NOT NULL AND stats_null_count = 0"
                                + " AND path_in_schema <> 'time' GROUP BY 1")
                        .keySet())
                .containsExactlyInAnyOrder("service_name", "profile_type", "section");
        assertThat(query("SELECT 'time', count(*) FROM parquet_metadata('" + folder.resolve("a.parquet")
                                + "') WHERE stats_min_value IS NOT NULL AND path_in_schema = 'time'")
                        .get("time"))
                .isGreaterThan(BigDecimal.ZERO);
    }

    private static Map<String, BigDecimal> query(String sql) throws SQLException {
        Map<String, BigDecimal> answer = new TreeMap<>();
        String text = sql.replace("FROM block", "FROM '" + folder.resolve("a.parquet") + "'");
        try (Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery(text)) {
            while (rows.next()) {
                answer.put(rows.getString(1), rows.getBigDecimal(2));
            }
        }
        return answer;
    }
}
