/** Configuration in YAML, read whole: every fault, with the line and the path of keys it stands at. */
@NullMarked
package dev.flamestream.schemas.yaml;

import org.jspecify.annotations.NullMarked;
