package dev.flamestream.engine.block.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBlockStoreTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    @TempDir
    Path root;

    private LocalBlockStore store = new LocalBlockStore(Path.of("."));

    @BeforeEach
    void makeStore() {
        store = new LocalBlockStore(root);
    }

    @Test
    void listsWholeBlocksOfTheTenantAndTheDays() throws IOException {
        put("acme", DAY.minusDays(1), "before.parquet");
        put("acme", DAY, "a.parquet");
        put("acme", DAY, ".b.parquet.inprogress.1");
        put("acme", DAY, ".c.parquet");
        put("acme", DAY, "_d.parquet");
        put("acme", DAY, "e.txt");
        put("acme", DAY.plusDays(1), "f.parquet");
        put("acme", DAY.plusDays(2), "after.parquet");
        put("other", DAY, "g.parquet");
        Files.createDirectories(root.resolve(BlockPath.folder("acme")).resolve("date=someday"));
        Files.writeString(root.resolve(BlockPath.folder("acme")).resolve("date=2026-11-24.txt"), "x");

        assertThat(store.list("acme", DAY, DAY.plusDays(1)))
                .containsExactly(
                        new ListedBlock("blocks/tenant=acme/date=2026-11-23/a.parquet", 5),
                        new ListedBlock("blocks/tenant=acme/date=2026-11-24/f.parquet", 5));
    }

    @Test
    void unknownTenantHasNoBlocks() throws IOException {
        assertThat(store.list("nobody", DAY, DAY)).isEmpty();
        assertThatThrownBy(() -> store.list("../etc", DAY, DAY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsRangesOfAnOpenBlock() throws IOException {
        put("acme", DAY, "a.parquet");
        byte[] target = new byte[4];

        try (BlockFile file = store.open("blocks/tenant=acme/date=2026-11-23/a.parquet")) {
            file.readFully(1, target, 1, 3);

            assertThat(file.sizeBytes()).isEqualTo(5);
            assertThat(target).isEqualTo(new byte[] {0, 'l', 'o', 'c'});
            assertThatThrownBy(() -> file.readFully(3, target, 0, 4)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void blockThatIsGoneIsAnIoException() {
        assertThatThrownBy(() -> store.open("blocks/tenant=acme/date=2026-11-23/a.parquet"))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> store.open("../outside")).isInstanceOf(IOException.class);
    }

    @Test
    void dayIsThatOfUtc() {
        assertThat(BlockPath.date(1_795_478_399_999L)).isEqualTo(DAY);
        assertThat(BlockPath.date(1_795_478_400_000L)).isEqualTo(DAY.plusDays(1));
        assertThat(BlockPath.folder("acme", DAY)).isEqualTo("blocks/tenant=acme/date=2026-11-23/");
    }

    private void put(String tenant, LocalDate date, String name) throws IOException {
        Path folder = root.resolve(BlockPath.folder(tenant, date));
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name), "block");
    }
}
