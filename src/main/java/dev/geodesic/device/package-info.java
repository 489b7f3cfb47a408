/**
 * The seam between the science and the hardware: arrays in device memory and the few fused
 * primitives that training needs. One implementation a kind of device; nothing outside this room
 * knows where an array lies.
 */
@NullMarked
package dev.geodesic.device;

import org.jspecify.annotations.NullMarked;
