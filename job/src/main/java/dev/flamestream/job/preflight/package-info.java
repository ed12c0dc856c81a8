/** What the job needs beside itself, looked for before it is submitted. */
@NullMarked
package dev.flamestream.job.preflight;

import org.jspecify.annotations.NullMarked;
