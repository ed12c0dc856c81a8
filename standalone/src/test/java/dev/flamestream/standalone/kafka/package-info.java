/** The topics' sizes wherever they are written down. */
@NullMarked
package dev.flamestream.standalone.kafka;

import org.jspecify.annotations.NullMarked;
