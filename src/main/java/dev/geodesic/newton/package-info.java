/**
 * Softmax regression by Newton's method on data in blocks of rows, wherever the blocks are: the
 * mathematics of the estimator, without Spark.
 */
@NullMarked
package dev.geodesic.newton;

import org.jspecify.annotations.NullMarked;
