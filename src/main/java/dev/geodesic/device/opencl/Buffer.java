package dev.geodesic.device.opencl;

import org.bytedeco.opencl._cl_mem;

/** Memory of the device. */
record Buffer(_cl_mem handle, long bytes) {}
