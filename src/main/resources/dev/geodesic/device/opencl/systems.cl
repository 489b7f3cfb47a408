/*
 * Systems of one order: symmetric matrices M, [count, order, order], whose two triangles are equal,
 * and right-hand sides v, [count, order], float64. Kernels work on chosen ones: number k of them is
 * system which[k], and what is made of it is number k of an array of its own.
 *
 * A work-group multiplies by a matrix in strips. Its work-items lie LANES beside each other along
 * neighbouring columns, and PARTS deep along the rows; each has STRIPS columns, LANES apart.
 */
#define LANES (GROUP < 32 ? GROUP : 32)
#define PARTS (GROUP / LANES)
#define WIDE (LANES * STRIPS)

/* The largest ‖v‖σ_max/‖Mv‖ at which v is used without its image: a loss of four digits. */
#define LARGE 1e4

/* A matrix that is too large or small is scaled by at most two to this power. */
#define MOST_EXPONENT 900

/*
 * Adds up what the work-items of a group have of WIDE columns from a first one on, and writes the
 * sums of those of y that are from begin on. Every work-item must call this.
 */
void add_parts(const double *mine, int from, int begin, int order, __global double *y,
               __local double *parts) {
  int me = get_local_id(0);
  for (int s = 0; s < STRIPS; s++) {
    parts[s * GROUP + me] = mine[s];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int column = me; column < WIDE; column += GROUP) {
    __local const double *first = parts + column / LANES * GROUP + column % LANES;
    double sum = 0;
    for (int part = 0; part < PARTS; part++) {
      sum += first[part * LANES];
    }
    if (from + column >= begin && from + column < order) {
      y[from + column] = sum;
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
}

/* y = M·x, by a work-group. Every work-item of it must call this. */
void group_multiply(__global const double *matrix, int order, __global const double *x,
                    __global double *y, __local double *parts) {
  int lane = get_local_id(0) % LANES;
  int part = get_local_id(0) / LANES;
  for (int from = 0; from < order; from += WIDE) {
    double sums[STRIPS];
    for (int s = 0; s < STRIPS; s++) {
      sums[s] = 0;
    }
    for (int j = part; j < order; j += PARTS) {
      __global const double *row = matrix + (long)j * order;
      double factor = x[j];
      for (int s = 0; s < STRIPS; s++) {
        int column = from + s * LANES + lane;
        sums[s] = column < order ? fma(row[column], factor, sums[s]) : 0;
      }
    }
    add_parts(sums, from, 0, order, y, parts);
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
}

/*
 * Returns a power of two that scales a matrix to about 1, where no square underflows; 1 where no
 * element of its diagonal is positive. Every work-item of a group must call this.
 */
double inverse_size(__global const double *matrix, int order, __local double *shared) {
  double most = 0;
  for (int i = get_local_id(0); i < order; i += GROUP) {
    most = fmax(most, matrix[(long)i * order + i]);
  }
  most = group_most(most, shared);
  bool has_exponent = most > 0 && isfinite(most);
  return has_exponent ? ldexp(1.0, clamp(-ilogb(most), -MOST_EXPONENT, MOST_EXPONENT)) : 1;
}

/*
 * Work-item: element i of matrix k = global id 1. Copies the lower triangle above the diagonal.
 */
LINE __kernel void systems_mirror(__global double *matrices, int order) {
  long i = get_global_id(0);
  long row = i / order;
  long column = i % order;
  if (row < column && column < order && row < order) {
    __global double *matrix = matrices + get_global_id(1) * (long)order * order;
    matrix[row * order + column] = matrix[column * order + row];
  }
}

/* Work-group: chosen system k. scales[k] = a power of two that scales M to about 1. */
LINE __kernel void systems_size(__global const double *matrices, int order,
                                __global const int *which, __global double *scales) {
  __local double shared[GROUP];
  long k = get_group_id(0);
  double scale = inverse_size(matrices + which[k] * (long)order * order, order, shared);
  if (get_local_id(0) == 0) {
    scales[k] = scale;
  }
}

/* Work-item: element i of chosen system k = global id 1. copies_k = scales[k]·M. */
LINE __kernel void systems_scale(__global const double *matrices, int order,
                                 __global const int *which, __global const double *scales,
                                 __global double *copies) {
  long i = get_global_id(0);
  long k = get_global_id(1);
  long size = (long)order * order;
  if (i < size) {
    copies[k * size + i] = scales[k] * matrices[which[k] * size + i];
  }
}

/* Work-item: element i of chosen system k = global id 1. copies_k = M + shifts[k]·I. */
LINE __kernel void systems_shift(__global const double *matrices, int order,
                                 __global const int *which, __global const double *shifts,
                                 __global double *copies) {
  long i = get_global_id(0);
  long k = get_global_id(1);
  long size = (long)order * order;
  if (i < size) {
    double shift = i % (order + 1) == 0 ? shifts[k] : 0;
    copies[k * size + i] = matrices[which[k] * size + i] + shift;
  }
}

/* Work-item: element i of row k = global id 1. copies_k = rows[which[k]], each of length numbers. */
LINE __kernel void rows_choose(__global const double *rows, int length, __global const int *which,
                               __global double *copies) {
  long i = get_global_id(0);
  long k = get_global_id(1);
  if (i < length) {
    copies[k * length + i] = rows[(long)which[k] * length + i];
  }
}

/* Work-item: element i of chosen system k = global id 1. v = solutions_k. */
LINE __kernel void systems_put(__global const double *solutions, int order,
                               __global const int *which, __global double *vectors) {
  int i = get_global_id(0);
  long k = get_global_id(1);
  if (i < order) {
    vectors[(long)which[k] * order + i] = solutions[k * order + i];
  }
}

/*
 * Work-group: chosen system k. pairs_k = (v, M·v), [2, order], with the scaled copies of M. Of Gram
 * matrices large[k] becomes whether v is so large compared with its image that the parts of v along
 * large eigenvalues are rounding errors; it is 0 of others.
 */
LINE __kernel void systems_image(__global const double *copies, int order,
                                 __global const double *vectors, __global const int *which,
                                 int gram, __global double *pairs, __global int *large) {
  __local double shared[GROUP];
  __local double parts[STRIPS * GROUP];
  int me = get_local_id(0);
  long k = get_group_id(0);
  __global const double *matrix = copies + k * order * order;
  __global double *vector = pairs + k * 2 * order;
  __global double *image = vector + order;
  double most = 0;
  double trace = 0;
  for (int i = me; i < order; i += GROUP) {
    vector[i] = vectors[(long)which[k] * order + i];
    most = fmax(most, fabs(vector[i]));
    trace += matrix[(long)i * order + i];
  }
  most = group_most(most, shared);
  trace = group_sum(trace, shared);
  barrier(CLK_GLOBAL_MEM_FENCE);
  group_multiply(matrix, order, vector, image, parts);
  double most_of_image = 0;
  for (int i = me; i < order; i += GROUP) {
    most_of_image = fmax(most_of_image, fabs(image[i]));
  }
  double bound = LARGE * group_most(most_of_image, shared);
  if (me == 0) {
    large[k] = gram && most * trace > bound && bound > 0;
  }
}
