package dev.flamestream.standalone.acceptance;

import dev.flamestream.engine.block.StoredSection;
import dev.flamestream.engine.block.footer.BlockFooter;
import dev.flamestream.engine.block.store.BlockFile;
import dev.flamestream.engine.block.store.ListedBlock;
import dev.flamestream.engine.block.store.LocalBlockStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/** What a process has stored so far, read without it: by footers, and by the SQL of another program. */
final class BlocksOnDisk {
    private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
    private static final LocalDate LAST = LocalDate.of(2999, 12, 31);

    private final Path root;

    BlocksOnDisk(Path data) {
        this.root = data;
    }

    int count(String tenant) throws IOException {
        return new LocalBlockStore(root).list(tenant, FIRST, LAST).size();
    }

    /** All sections of a tenant's blocks. */
    List<StoredSection> sections(String tenant) throws IOException {
        LocalBlockStore store = new LocalBlockStore(root);
        List<StoredSection> sections = new ArrayList<>();
        for (ListedBlock block : store.list(tenant, FIRST, LAST)) {
            try (BlockFile file = store.open(block.objectKey())) {
                sections.addAll(BlockFooter.read(file).sections());
            }
        }
        return sections;
    }

    /** Rows of profiles in all blocks of a tenant; one for each series and sample type of a file. */
    long profileRows(String tenant) throws IOException {
        return sections(tenant).stream()
                .mapToLong(section -> section.summary().profileCount())
                .sum();
    }

    /** Runs a query of two columns, name and number, over {@code block}, all blocks of a tenant. */
    Map<String, BigDecimal> query(String tenant, String sql) throws SQLException {
        Map<String, BigDecimal> answer = new TreeMap<>();
        String blocks = "read_parquet('" + root + "/blocks/tenant=" + tenant + "/*/[!._]*.parquet')";
        try (DuckDBConnection duckDb = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows = statement.executeQuery(sql.replace("FROM block", "FROM " + blocks))) {
            while (rows.next()) {
                answer.put(rows.getString(1), rows.getBigDecimal(2));
            }
        }
        return answer;
    }
}
