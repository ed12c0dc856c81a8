/** Tests of how YAML files are read. */
@NullMarked
package dev.flamestream.schemas.yaml;

import org.jspecify.annotations.NullMarked;
