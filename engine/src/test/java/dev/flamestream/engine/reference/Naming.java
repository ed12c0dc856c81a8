package dev.flamestream.engine.reference;

import dev.flamestream.engine.tree.Frame;

/** How a frame is written in a folded stack. */
public enum Naming {
    /** The function's name. */
    FUNCTION,
    /** Function, file and line between colons; a frame without symbols as by function. */
    LINE;

    /** The text of a frame. */
    public String text(Frame frame) {
        if (frame.function().isEmpty()) {
            return frame.displayName();
        }
        String function = frame.function().equals(Frame.UNNAMED_FUNCTION) ? "" : frame.function();
        return this == FUNCTION ? function : function + ":" + frame.file() + ":" + frame.line();
    }
}
