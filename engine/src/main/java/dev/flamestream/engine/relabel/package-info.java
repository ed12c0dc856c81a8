/** What a tenant's rules make of a series' labels as its profiles come, and which part of them is kept. */
@NullMarked
package dev.flamestream.engine.relabel;

import org.jspecify.annotations.NullMarked;
