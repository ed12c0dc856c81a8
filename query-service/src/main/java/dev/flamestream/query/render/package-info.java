/** The older HTTP query API, kept for clients that still call it. */
@NullMarked
package dev.flamestream.query.render;

import org.jspecify.annotations.NullMarked;
