package dev.flamestream.engine.block;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flamestream.engine.block.store.BlockPath;
import dev.flamestream.engine.section.MemorySection;
import dev.flamestream.engine.section.PreOrderTree;
import dev.flamestream.engine.section.ProfileRows;
import dev.flamestream.engine.section.Section;
import dev.flamestream.engine.section.Section.FrameDetail;
import dev.flamestream.engine.section.Section.RowDetail;
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
