/** The files of a sweep: how they are committed, found again, merged, and kept from other runs. */
@NullMarked
package dev.geodesic.store.files;

import org.jspecify.annotations.NullMarked;
