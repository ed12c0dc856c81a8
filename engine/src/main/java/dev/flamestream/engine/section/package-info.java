/** A section: one cut of one head for one profile type, the form that live and stored data share. */
@NullMarked
package dev.flamestream.engine.section;

import org.jspecify.annotations.NullMarked;
