package dev.geodesic.device.opencl;

import java.lang.ref.Cleaner;
import org.bytedeco.opencl._cl_mem;

/**
 * Memory of the device. What nobody frees, as when a pack fails while it begins, is freed once
 * nothing refers to it.
 *
 * @param release frees it, the first time that it is called
 */
record Buffer(_cl_mem handle, long bytes, Cleaner.Cleanable release) {}
