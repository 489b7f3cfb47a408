/** The files of a sweep, held to file systems, HDFS and other processes. */
@NullMarked
package dev.geodesic.store.files;

import org.jspecify.annotations.NullMarked;
