package dev.flamestream.engine.limits;

import java.util.List;
import java.util.Optional;

/** What is said of tenants now: by the limits' file, which is read again while everything runs, or without one. Thread-safe. Close it. */
public final class PolicyWatch implements AutoCloseable {
    private final Optional<WatchedFile<Policies>> file;
    private final Policies withoutFile;

    private PolicyWatch(Optional<WatchedFile<Policies>> file, Policies withoutFile) {
        this.file = file;
        this.withoutFile = withoutFile;
    }

    /** Without a file: what holds for every tenant. */
    public static PolicyWatch without(TenantLimits base) {
        return new PolicyWatch(Optional.empty(), Policies.of(base));
    }

    /**
     * Reads a file, once until {@link #begin}.
     *
     * @param base what holds where the file says nothing, or cannot be read
     */
    public static PolicyWatch of(String file, WatchedFile.Source source, TenantLimits base) {
        Policies otherwise = Policies.of(base);
        return new PolicyWatch(
                Optional.of(new WatchedFile<>(
                        file, source, (text, faults) -> PolicyReader.read(text, faults, base), otherwise)),
                otherwise);
    }

    /** Reads it again every so often from now on. */
    public PolicyWatch begin() {
        file.ifPresent(watched -> watched.begin(WatchedFile.INTERVAL));
        return this;
    }

    /** Takes the file's text from before a restart, where the file has not been of use since. */
    public void restore(String text) {
        file.ifPresent(watched -> watched.restore(text));
    }

    /** The file's text that is in force; empty while there was none of use. */
    public Optional<String> text() {
        return file.flatMap(WatchedFile::text);
    }

    /** What is in force of a tenant. */
    public TenantPolicy of(String tenant) {
        return file.map(WatchedFile::inForce).orElse(withoutFile).of(tenant);
    }

    /** Whether the file as it is now is not in force, since something is wrong with it. */
    public boolean isFaulty() {
        return file.isPresent() && file.get().isFaulty();
    }

    /** Looks at the file; what is wrong with it, a line each. */
    public List<String> look() {
        return file.map(WatchedFile::look).orElse(List.of());
    }

    @Override
    public void close() {
        file.ifPresent(WatchedFile::close);
    }
}
