/* Arithmetic on vectors over the weights: part numbers, float32, for each trial. */

/* Work-item: element i of count. x_t *= factors[t]. */
LINE __kernel void vector_scale(__global const double *factors, int part, long count,
                                __global float *x) {
  long i = get_global_id(0);
  if (i < count) {
    x[i] *= (float)factors[i / part];
  }
}

/* Work-item: element i of count. y_t += factors[t]·x_t; a trial of factor 0 is left alone. */
LINE __kernel void vector_add(__global const double *factors, int part, long count,
                              __global const float *x, __global float *y) {
  long i = get_global_id(0);
  if (i < count) {
    float factor = (float)factors[i / part];
    if (factor != 0) {
      y[i] = fma(factor, x[i], y[i]);
    }
  }
}

/* Work-group: trial t. sums[t] = the scalar product of x_t and y_t. */
LINE __kernel void vector_dot(__global const float *x, __global const float *y, int part,
                              __global double *sums, int place) {
  __local double shared[GROUP];
  long t = get_group_id(0);
  double sum = 0;
  for (int i = get_local_id(0); i < part; i += GROUP) {
    sum += (double)x[t * part + i] * y[t * part + i];
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    sums[place + t] = sum;
  }
}

/*
 * Work-item: trial t. What Adam's rule needs of each trial at a step (Kingma and Ba 2015,
 * algorithm 1): [trials, COEFFICIENTS].
 */
LINE __kernel void adam_coefficients(__global const double *moments, int trials, int step,
                                     __global float *coefficients) {
  int t = get_global_id(0);
  if (t < trials) {
    double beta1 = moments[3 * t];
    double beta2 = moments[3 * t + 1];
    __global float *mine = coefficients + COEFFICIENTS * t;
    mine[0] = beta1;
    mine[1] = 1 - beta1;
    mine[2] = beta2;
    mine[3] = 1 - beta2;
    mine[4] = moments[3 * t + 2];
    mine[5] = 1 / (1 - pown(beta1, step));
    mine[6] = 1 / (1 - pown(beta2, step));
  }
}

/* Work-item: element i of count. Updates m and v, and replaces g by Adam's direction. */
LINE __kernel void adam(__global const float *coefficients, int part, long count,
                        __global float *g, __global float *m, __global float *v) {
  long i = get_global_id(0);
  if (i < count) {
    __global const float *mine = coefficients + i / part * COEFFICIENTS;
    float mean = mine[0] * m[i] + mine[1] * g[i];
    float square = mine[2] * v[i] + mine[3] * g[i] * g[i];
    m[i] = mean;
    v[i] = square;
    g[i] = mine[5] * mean / (sqrt(mine[6] * square) + mine[4]);
  }
}

/* Work-item: element i of the rest [number, part]. rest_k = x_t, t = kept[k]. */
LINE __kernel void vector_retain(__global const float *x, __global const int *kept, int number,
                                 int part, __global float *rest) {
  long i = get_global_id(0);
  if (i < (long)number * part) {
    rest[i] = x[(long)kept[i / part] * part + i % part];
  }
}
