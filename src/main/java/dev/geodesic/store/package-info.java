/**
 * Results on disk: immutable Parquet files that are their own ledger, the SQL views over them, and
 * who may write them.
 */
@NullMarked
package dev.geodesic.store;

import org.jspecify.annotations.NullMarked;
