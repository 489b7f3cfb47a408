/** The commands, one class each: arguments in, exit code out. */
@NullMarked
package dev.geodesic.cli;

import org.jspecify.annotations.NullMarked;
