/* Arithmetic on panels [batch, trials, width], with one factor or one sum for each trial. */

/* Work-item: element i of count. */
LINE __kernel void panel_clear(__global double *x, long count) {
  long i = get_global_id(0);
  if (i < count) {
    x[i] = 0;
  }
}

/* Work-item: element i of count. x[b, t, c] = row[c] + spread·w, w = 2·frac(kφ) − 1 (Weyl). */
LINE __kernel void panel_scatter(__global const double *row, double spread, int trials, int width,
                                 long count, __global double *x) {
  long i = get_global_id(0);
  if (i < count) {
    int c = i % width;
    long b = i / ((long)trials * width);
    double multiple = (b * width + c + 1) * ((sqrt(5.0) - 1) / 2);
    x[i] = row[c] + spread * (2 * (multiple - floor(multiple)) - 1);
  }
}

/* Work-item: element i of the chosen trials' part [batch, chosen, width]. */
LINE __kernel void panel_copy_trials(__global const double *source, __global const int *chosen,
                                     int number, int batch, int trials, int width,
                                     __global double *target) {
  long i = get_global_id(0);
  if (i < (long)batch * number * width) {
    int c = i % width;
    int k = i / width % number;
    long b = i / ((long)width * number);
    long at = (b * trials + chosen[k]) * width + c;
    target[at] = source[at];
  }
}

/* Work-item: element i of count. x_t *= factors[t]. */
LINE __kernel void panel_scale(__global const double *factors, int trials, int width, long count,
                               __global double *x) {
  long i = get_global_id(0);
  if (i < count) {
    x[i] *= factors[i / width % trials];
  }
}

/* Work-item: element i of count. y_t = factors[t]·y_t + x_t. */
LINE __kernel void panel_scale_and_add(__global const double *factors, int firstFactor, int trials,
                                       int width, long count, __global double *y,
                                       __global const double *x) {
  long i = get_global_id(0);
  if (i < count) {
    y[i] = factors[firstFactor + i / width % trials] * y[i] + x[i];
  }
}

/* Work-item: element i of count. y_t += factors[t]·x_t. */
LINE __kernel void panel_add(__global const double *factors, int firstFactor, int trials, int width,
                             long count, __global const double *x, __global double *y) {
  long i = get_global_id(0);
  if (i < count) {
    y[i] += factors[firstFactor + i / width % trials] * x[i];
  }
}

/* Work-group: trial t. sums[t] = the scalar product of left_t and right_t. */
LINE __kernel void panel_dot(__global const double *left, __global const double *right, int batch,
                             int width, __global double *sums, int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double sum = 0;
  for (int i = get_local_id(0); i < batch * width; i += GROUP) {
    long at = ((long)(i / width) * trials + t) * width + i % width;
    sum += left[at] * right[at];
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    sums[place + t] = sum;
  }
}

double row_square(__global const double *row, int width) {
  double sum = 0;
  for (int c = 0; c < width; c++) {
    sum += row[c] * row[c];
  }
  return sum;
}

/*
 * Work-group: trial t. sums[t] = Σ_b |left_bt|²·|right_bt|², where a right of 0 counts, whatever
 * the left.
 */
LINE __kernel void panel_dot_of_squares(__global const double *left, int leftWidth,
                                        __global const double *right, int rightWidth, int batch,
                                        __global double *sums, int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double sum = 0;
  for (int b = get_local_id(0); b < batch; b += GROUP) {
    long row = (long)b * trials + t;
    double square = row_square(right + row * rightWidth, rightWidth);
    sum += square == 0 ? 0 : square * row_square(left + row * leftWidth, leftWidth);
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    sums[place + t] = sum;
  }
}
