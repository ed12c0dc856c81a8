package dev.flamestream.query.blocks;

import dev.flamestream.engine.block.store.BlockStore;
import dev.flamestream.engine.block.store.LocalBlockStore;
import java.net.URI;
import java.nio.file.Path;

/** Opens the store that a root names. */
public final class BlockStores {
    private BlockStores() {}

    /** A bucket for {@code s3:}, a folder for {@code file:}; a file URI without slashes is relative to where we run. */
    public static BlockStore open(BlocksSettings settings) {
        URI root = settings.root();
        if ("s3".equals(root.getScheme())) {
            return new S3BlockStore(root, settings.s3());
        }
        return new LocalBlockStore(root.isOpaque() ? Path.of(root.getSchemeSpecificPart()) : Path.of(root.getPath()));
    }
}
