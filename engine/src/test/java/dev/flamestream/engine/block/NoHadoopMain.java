package dev.flamestream.engine.block;

import dev.flamestream.engine.block.read.BlockReader;
import dev.flamestream.engine.section.Section;
import java.io.IOException;

/** Writes and reads a block; run by {@link NoHadoopTest} in a JVM of its own. */
public final class NoHadoopMain {
    private NoHadoopMain() {}

    @SuppressWarnings("SystemOut") // The output is the outcome.
    public static void main(String[] arguments) throws IOException {
        try {
            Class.forName("org.apache.hadoop.conf.Configuration");
            throw new IllegalStateException("Hadoop is on the class path");
        } catch (ClassNotFoundException expected) {
            byte[] block = BlockRoundTripTest.write(BlockRoundTripTest.small(), Long.MAX_VALUE);
            BlockReader reader = BlockReader.open(new MemoryBlockFile(block));
            for (Section section : reader.sections()) {
                SectionText.of(section);
            }
            System.out.println("read back " + reader.sections().size() + " sections without Hadoop");
        }
    }
}
