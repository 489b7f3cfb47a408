/** The store, held to Spark, DuckDB and real processes. */
@NullMarked
package dev.geodesic.store;

import org.jspecify.annotations.NullMarked;
