/*
 * Batches of samples. Samples stay on the device in the most compact form that keeps every bit:
 * codes of one or two bytes into a table of the values that occur, float32, or, where most are 0,
 * the elements that are not.
 */

/* Work-item: element i of the batch [batch, width]. target[b, :] = source[rows[b], :]. */
LINE __kernel void gather_floats(__global const float *source, long from, __global const int *rows,
                                 int firstRow, int batch, int width, __global float *target) {
  long i = get_global_id(0);
  if (i < (long)batch * width) {
    target[i] = source[from + (long)rows[firstRow + i / width] * width + i % width];
  }
}

/* Work-item: number b of a batch. target[b] = source[rows[b]]. */
LINE __kernel void gather_integers(__global const int *source, int from, __global const int *rows,
                                   int firstRow, int batch, __global int *target, int to) {
  int b = get_global_id(0);
  if (b < batch) {
    target[to + b] = source[from + rows[firstRow + b]];
  }
}

/* As gather_floats, of codes: target[b, :] = table[codes[rows[b], :]]. */
LINE __kernel void gather_bytes(__global const uchar *codes, long from, __global const float *table,
                                __global const int *rows, int firstRow, int batch, int width,
                                __global float *target) {
  long i = get_global_id(0);
  if (i < (long)batch * width) {
    target[i] = table[codes[from + (long)rows[firstRow + i / width] * width + i % width]];
  }
}

LINE __kernel void gather_shorts(__global const ushort *codes, long from,
                                 __global const float *table, __global const int *rows,
                                 int firstRow, int batch, int width, __global float *target) {
  long i = get_global_id(0);
  if (i < (long)batch * width) {
    target[i] = table[codes[from + (long)rows[firstRow + i / width] * width + i % width]];
  }
}

/* Work-item: element i of consecutive rows. target[i] = table[codes[from + i]]. */
LINE __kernel void decode_bytes(__global const uchar *codes, long from, __global const float *table,
                                long count, __global float *target) {
  long i = get_global_id(0);
  if (i < count) {
    target[i] = table[codes[from + i]];
  }
}

LINE __kernel void decode_shorts(__global const ushort *codes, long from,
                                 __global const float *table, long count, __global float *target) {
  long i = get_global_id(0);
  if (i < count) {
    target[i] = table[codes[from + i]];
  }
}

/* Work-group: one row of the target. Its elements are cleared, then those of the sample set. */
void put_sparse_row(__global const int *columns, __global const float *values, int start, int end,
                    int width, __global float *row) {
  for (int i = get_local_id(0); i < width; i += GROUP) {
    row[i] = 0;
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
  for (int k = start + get_local_id(0); k < end; k += GROUP) {
    row[columns[k]] = values[k];
  }
}

LINE __kernel void gather_sparse(__global const int *starts, __global const int *columns,
                                 __global const float *values, int from, __global const int *rows,
                                 int firstRow, int width, __global float *target) {
  long b = get_group_id(0);
  int row = from + rows[firstRow + b];
  put_sparse_row(columns, values, starts[row], starts[row + 1], width, target + b * width);
}

LINE __kernel void decode_sparse(__global const int *starts, __global const int *columns,
                                 __global const float *values, int from, int width,
                                 __global float *target) {
  long b = get_group_id(0);
  int row = from + b;
  put_sparse_row(columns, values, starts[row], starts[row + 1], width, target + b * width);
}
