/* K = XXᵀ of a batch of samples, [batch, batch] float64. */

/*
 * One work-group. Marks a factor L of K as failed where a pivot is negligible compared with the
 * largest diagonal element of K: a sample is repeated up to rounding then.
 */
LINE __kernel void gram_refuse_singular(__global const double *k, __global const double *factor,
                                        int batch, double smallestPivot, __global int *failed) {
  __local double shared[GROUP];
  double largest = 0;
  double smallest = INFINITY;
  for (int i = get_local_id(0); i < batch; i += GROUP) {
    double pivot = factor[i * (batch + 1)];
    largest = fmax(largest, k[i * (batch + 1)]);
    smallest = fmin(smallest, pivot * pivot);
  }
  largest = group_most(largest, shared);
  smallest = -group_most(-smallest, shared);
  if (get_local_id(0) == 0 && !(smallest > smallestPivot * smallestPivot * largest)) {
    failed[0] = 1;
  }
}

/* Work-item: element i of trial t = global id 1. shifted_t = scales[t]·K + shifts[t]·I. */
LINE __kernel void gram_shift(__global const double *k, int batch, __global const double *scales,
                              __global const double *shifts, __global double *shifted) {
  int i = get_global_id(0);
  long t = get_global_id(1);
  if (i < batch * batch) {
    shifted[t * batch * batch + i] = scales[t] * k[i] + (i % (batch + 1) == 0 ? shifts[t] : 0);
  }
}

/* Work-group: trial t. sums[t] = Σ_b K_bb·|panel_bt|². */
LINE __kernel void gram_dot_of_squares(__global const double *k, __global const double *panel,
                                       int batch, int width, __global double *sums, int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double sum = 0;
  for (int b = get_local_id(0); b < batch; b += GROUP) {
    sum += k[b * (batch + 1)] * row_square(panel + ((long)b * trials + t) * width, width);
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    sums[place + t] = sum;
  }
}

/* One work-group. mean = mean_b K_bb. */
LINE __kernel void gram_mean_diagonal(__global const double *k, int batch, __global double *mean,
                                      int place) {
  __local double shared[GROUP];
  double sum = 0;
  for (int i = get_local_id(0); i < batch; i += GROUP) {
    sum += k[i * (batch + 1)];
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    mean[place] = sum / batch;
  }
}
