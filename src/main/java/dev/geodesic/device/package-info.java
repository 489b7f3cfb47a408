/**
 * The interface between training and hardware: arrays in device memory and the fused primitives
 * that training needs. Each kind of device has its implementation; code outside this package does
 * not know where an array lies.
 */
@NullMarked
package dev.geodesic.device;

import org.jspecify.annotations.NullMarked;
