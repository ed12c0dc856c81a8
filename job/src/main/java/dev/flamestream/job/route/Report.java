package dev.flamestream.job.route;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a router tells the planner: which plan it has, which tenants it has listed, and what has come since its last report.
 *
 * @param planVersion of the router's plan
 * @param parallelism of the job
 * @param listed tenants whose listing is in a completed checkpoint
 * @param plan the router's whole plan where the planner was seen to have an older one; else no bytes
 * @param loads as {@link Loads#drain} has written them
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared: it is written, or was just read.
record Report(long planVersion, int parallelism, List<String> listed, byte[] plan, byte[] loads) {
    Report {
        listed = List.copyOf(listed);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(loads.length + plan.length + 64);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeLong(planVersion);
            out.writeInt(parallelism);
            out.writeInt(listed.size());
            for (String tenant : listed) {
                out.writeUTF(tenant);
            }
            out.writeInt(plan.length);
            out.write(plan);
            out.writeInt(loads.length);
            out.write(loads);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    static Report fromBytes(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        long planVersion = in.readLong();
        int parallelism = in.readInt();
        List<String> listed = new ArrayList<>();
        for (int rest = in.readInt(); rest > 0; rest--) {
            listed.add(in.readUTF());
        }
        byte[] plan = in.readNBytes(in.readInt());
        byte[] loads = in.readNBytes(in.readInt());
        return new Report(planVersion, parallelism, listed, plan, loads);
    }
}
