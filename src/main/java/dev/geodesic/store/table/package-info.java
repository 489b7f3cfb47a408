/** The tables of the results: their columns, and the Parquet files that hold their rows. */
@NullMarked
package dev.geodesic.store.table;

import org.jspecify.annotations.NullMarked;
