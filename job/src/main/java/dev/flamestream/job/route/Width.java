package dev.flamestream.job.route;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Over how many a tenant or service goes, and from when on; and how it was before, until then.
 *
 * @param before what was in force
 * @param now what is in force from its time on
 */
record Width(Step before, Step now) {
    /** One, and never anything else. */
    static final Width ONE = new Width(Step.FIRST, Step.FIRST);

    /**
     * A count and since when it is in force, unix milliseconds by the routers' clocks; 0 for ever.
     *
     * @param count a power of two
     * @param sinceMillis tells this time at a count from an earlier one at the same count
     */
    record Step(int count, long sinceMillis) {
        static final Step FIRST = new Step(1, 0);

        Step {
            if (count < 1 || Integer.bitCount(count) != 1) {
                throw new IllegalArgumentException("count: expected a power of two, found " + count);
            }
        }

        void write(DataOutputStream out) throws IOException {
            out.writeInt(count);
            out.writeLong(sinceMillis);
        }

        static Step read(DataInputStream in) throws IOException {
            return new Step(in.readInt(), in.readLong());
        }
    }

    Step at(long timeMillis) {
        return timeMillis >= now.sinceMillis ? now : before;
    }

    /** The same until a time, and another count from then on. */
    Width changed(int count, long sinceMillis) {
        return new Width(now, new Step(count, sinceMillis));
    }

    /** The same count, told apart from all times before. */
    Width moved(long nowMillis) {
        Step moved = new Step(now.count, nowMillis);
        return new Width(moved, moved);
    }

    void write(DataOutputStream out) throws IOException {
        before.write(out);
        now.write(out);
    }

    static Width read(DataInputStream in) throws IOException {
        return new Width(Step.read(in), Step.read(in));
    }
}
