/** The shell scripts in submit/, run with a fake Java. */
@NullMarked
package dev.geodesic.cli.launcher;

import org.jspecify.annotations.NullMarked;
