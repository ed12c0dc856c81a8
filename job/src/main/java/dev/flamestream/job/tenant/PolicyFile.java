package dev.flamestream.job.tenant;

import dev.flamestream.engine.limits.PolicyWatch;
import dev.flamestream.engine.limits.TenantLimits;
import dev.flamestream.schemas.yaml.YamlValue;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;

/**
 * The limits' file on any of Flink's file systems. Each task reads it for itself, so that a change needs nobody's restart.
 *
 * @param uri of the file; empty for none
 */
public record PolicyFile(String uri) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** No file: every tenant has the defaults. */
    public static final PolicyFile NONE = new PolicyFile("");

    /** The file that a configuration names, {@code none} for no file. */
    public static PolicyFile of(String configured) {
        return configured.equals("none") ? NONE : new PolicyFile(configured);
    }

    /** Reads it, and again every so often until what is given back is closed. A file that is wrong gives the defaults. */
    public PolicyWatch watch() {
        return uri.isEmpty()
                ? PolicyWatch.without(TenantLimits.DEFAULT)
                : PolicyWatch.of(uri, this::read, TenantLimits.DEFAULT).begin();
    }

    /** What is wrong with it now, a line each. */
    public List<String> faults() {
        if (uri.isEmpty()) {
            return List.of();
        }
        try (PolicyWatch watch = PolicyWatch.of(uri, this::read, TenantLimits.DEFAULT)) {
            return watch.look();
        }
    }

    private byte[] read() throws IOException {
        Path path = new Path(uri);
        try (FSDataInputStream in = path.getFileSystem().open(path)) {
            byte[] bytes = in.readNBytes(YamlValue.MAX_FILE_BYTES + 1);
            if (bytes.length > YamlValue.MAX_FILE_BYTES) {
                throw new IOException("expected a file of at most " + YamlValue.MAX_FILE_BYTES + " bytes, found more");
            }
            return bytes;
        }
    }
}
