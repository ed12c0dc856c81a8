package dev.flamestream.job.heads;

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
 * Cut.Serializer}. Readers of blocks never look there.
 *
 * <p>Their profiles are in no answer until a person has looked; but the job goes on, and nothing is thrown away. A cut that comes
 * again after a restart is written over itself.
 */
record SetAside(String blocksUri) {
    private static final Logger log = LoggerFactory.getLogger(SetAside.class);

    void keep(Cut cut, String fault) throws IOException {
        Path file = new Path(new Path(blocksUri), "set-aside/" + cut.key().tenant() + "/" + nameOf(cut) + ".cut");
        try (FSDataOutputStream out = file.getFileSystem().create(file, FileSystem.WriteMode.OVERWRITE)) {
            out.write(new Cut.Serializer().toBytes(cut));
        }
        log.atError()
                .addKeyValue("tenant", cut.key().tenant())
                .addKeyValue("objectKey", file)
                .addKeyValue("error", fault)
                .log("no block can be made of a head's log; it is set aside, and its profiles are in no answer");
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
