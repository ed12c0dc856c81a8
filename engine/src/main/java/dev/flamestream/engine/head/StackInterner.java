package dev.flamestream.engine.head;

import dev.flamestream.engine.profile.FlatProfile;
import dev.flamestream.engine.profile.ProfileLimits;
import dev.flamestream.engine.tree.CallTree;
import dev.flamestream.engine.tree.Frame;

/** Finds the node of each sample's stack in a head's call tree, or makes it. Reused; not thread-safe. */
final class StackInterner {
    private final ContentHashes hashes = new ContentHashes();
    private final FrameInterner frames;
    private int maxDepth;
    private int[] path;
    private int depth;
    /** A profile of which every stack is known needs no frames. */
    private boolean framesBegun;

    StackInterner(ProfileLimits limits) {
        this.frames = new FrameInterner(limits.maxSymbolBytes());
        this.maxDepth = limits.maxStackDepth();
        this.path = new int[maxDepth];
    }

    void use(ProfileLimits limits) {
        frames.limit(limits.maxSymbolBytes());
        maxDepth = limits.maxStackDepth();
        if (path.length < maxDepth) {
            path = new int[maxDepth];
        }
    }

    void begin(FlatProfile profile) {
        hashes.begin(profile);
        framesBegun = false;
    }

    /** The node at which a sample's stack ends. */
    int node(FlatProfile profile, int sample, HeadIndex head) {
        hashes.hashStack(profile, sample);
        int known = head.stacks.find(hashes.high(), hashes.low());
        return known >= 0 ? known : intern(profile, sample, head);
    }

    private int intern(FlatProfile profile, int sample, HeadIndex head) {
        if (!framesBegun) {
            frames.begin(profile);
            framesBegun = true;
        }
        fillPath(profile, sample, head);
        int node = CallTree.ROOT;
        for (int i = 0; i < depth; i++) {
            node = head.tables.tree.child(node, path[i]);
        }
        head.stacks.put(hashes.high(), hashes.low(), node);
        return node;
    }

    /** The stack's frames, root first. */
    private void fillPath(FlatProfile profile, int sample, HeadIndex head) {
        depth = 0;
        int leaf = profile.sampleLocationStart(sample);
        for (int entry = profile.sampleLocationStart(sample + 1) - 1; entry >= leaf; entry--) {
            int location = profile.sampleLocation(entry);
            int place = frames.framesOf(profile, hashes, head, location);
            int count = head.runs.count(place);
            if (depth + count > maxDepth || (depth + count == maxDepth && entry > leaf)) {
                truncate(head);
                return;
            }
            for (int i = 0; i < count; i++) {
                path[depth++] = head.runs.frame(place, i);
            }
        }
    }

    /** A stack that is too deep keeps its root side and ends in a frame that says what happened. */
    private void truncate(HeadIndex head) {
        depth = Math.min(depth, maxDepth - 1);
        path[depth++] = head.tables.frames.intern(Frame.named(Frame.TRUNCATED));
    }
}
