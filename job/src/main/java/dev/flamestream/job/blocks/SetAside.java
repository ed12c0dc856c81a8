package dev.flamestream.job.blocks;

import dev.flamestream.engine.head.CorruptHeadException;
import dev.flamestream.engine.head.HeadKey;
import dev.flamestream.engine.head.HeadSnapshot;
import java.io.IOException;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where logs are kept of which no block can be made: {@code <blocks>/set-aside/<tenant>/<cut id>.cut}, in the form of {@link
 * Cut#toBytes}. Readers of blocks never look there.
 *
 * <p>Their profiles are in no answer until a person has looked; but the job goes on, and nothing is thrown away. A cut that comes
 * again after a restart is written over itself.
 */
public record SetAside(String blocksUri) {
    private static final Logger log = LoggerFactory.getLogger(SetAside.class);

    /** Writes a log and says aloud why. */
    public void keep(Cut cut, String fault) throws IOException {
        Path file = new Path(new Path(blocksUri), "set-aside/" + cut.key().tenant() + "/" + nameOf(cut) + ".cut");
        try (FSDataOutputStream out = file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
            out.write(cut.toBytes());
        }
        // Not the fluent form: clusters bring their own SLF4J, which is 1.7 in every Flink that is published.
        log.error(
                "no block can be made of a head's log; it is set aside, and its profiles are in no answer tenant=\"{}\" objectKey=\"{}\" error=\"{}\"",
                cut.key().tenant(),
                file,
                fault);
    }

    private static String nameOf(Cut cut) {
        try {
            return HeadSnapshot.cutIdOf(cut.elements()).toString();
        } catch (CorruptHeadException | RuntimeException unreadable) {
            HeadKey key = cut.key();
            return "head-" + key.shard() + "-" + Long.toHexString(key.labelHash()) + "-" + key.windowStartMillis();
        }
    }
}
