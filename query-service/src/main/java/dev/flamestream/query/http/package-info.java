/** The HTTP edge: Connect, gRPC and gRPC-Web on one port, and the pages beside them. */
@NullMarked
package dev.flamestream.query.http;

import org.jspecify.annotations.NullMarked;
