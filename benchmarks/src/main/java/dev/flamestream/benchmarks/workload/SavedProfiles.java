package dev.flamestream.benchmarks.workload;

import dev.flamestream.schemas.record.Labels;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Profiles in a file, so that the JVMs of small benchmarks need not make them again: that takes longer than the benchmark. */
public final class SavedProfiles {
    private SavedProfiles() {}

    /** Writes profiles. */
    public static void write(Path file, List<MadeProfile> profiles) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(profiles.size());
            for (MadeProfile profile : profiles) {
                out.writeLong(profile.timeMillis());
                out.writeInt(profile.labels().size());
                for (Map.Entry<String, String> label : profile.labels().asMap().entrySet()) {
                    out.writeUTF(label.getKey());
                    out.writeUTF(label.getValue());
                }
                out.writeInt(profile.pprof().length);
                out.write(profile.pprof());
            }
        }
    }

    /** Reads what was written. */
    public static List<MadeProfile> read(Path file) throws IOException {
        List<MadeProfile> profiles = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            for (int rest = in.readInt(); rest > 0; rest--) {
                long timeMillis = in.readLong();
                Map<String, String> labels = new HashMap<>();
                for (int label = in.readInt(); label > 0; label--) {
                    labels.put(in.readUTF(), in.readUTF());
                }
                profiles.add(new MadeProfile(Labels.of(labels), timeMillis, in.readNBytes(in.readInt())));
            }
        }
        return profiles;
    }
}
