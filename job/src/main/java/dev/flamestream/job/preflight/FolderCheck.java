package dev.flamestream.job.preflight;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.apache.flink.core.fs.FSDataOutputStream;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;

/**
 * Whether a folder can be written to and deleted from: a file of a few bytes is.
 *
 * <p>It is looked at from where the job is submitted. Where that has no file system for the folder's scheme, there is nothing to
 * find.
 */
record FolderCheck(String what, String folder) implements Preflight.Check {
    private static final String PROBE = ".flamestream-preflight-";

    @Override
    public List<Finding> look() {
        Path probe = new Path(new Path(folder), PROBE + UUID.randomUUID());
        try {
            FileSystem files = probe.getFileSystem();
            try (FSDataOutputStream out = files.create(probe, FileSystem.WriteMode.NO_OVERWRITE)) {
                out.write("flamestream was here".getBytes(StandardCharsets.UTF_8));
            }
            files.delete(probe, false);
            return List.of();
        } catch (UnsupportedFileSystemSchemeException unknown) {
            return List.of();
        } catch (IOException failure) {
            return List.of(Finding.missing(what + ": cannot write and delete below " + folder + ": "
                    + failure.getClass().getSimpleName() + ": " + Finding.reasonOf(failure)));
        }
    }
}
