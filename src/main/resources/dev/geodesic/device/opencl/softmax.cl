/* The softmax output layer and its cross-entropy, for all trials of a pack. */

/* Work-item: row i of rows = batch·trials. Replaces logits z by log p, and writes p. */
LINE __kernel void log_softmax(__global double *z, int classes, long rows, __global double *p) {
  long i = get_global_id(0);
  if (i >= rows) {
    return;
  }
  __global double *log_p = z + i * classes;
  __global double *mine = p + i * classes;
  /* Not fmax, which leaves out a NaN. */
  double most = log_p[0];
  for (int c = 1; c < classes; c++) {
    most = most != most || log_p[c] <= most ? most : log_p[c];
  }
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    double below = log_p[c] - most;
    double e = below < LOWEST ? exp(LOWEST) : exp(below);
    log_p[c] = below;
    mine[c] = e;
    sum += e;
  }
  double log_sum = log(sum);
  for (int c = 0; c < classes; c++) {
    mine[c] /= sum;
    log_p[c] -= log_sum;
  }
}

/* Work-group: trial t. losses[t] = −mean_b log p(label). */
LINE __kernel void cross_entropy(__global const double *log_p, __global const int *labels,
                                 int firstLabel, int batch, int classes, __global double *losses,
                                 int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double sum = 0;
  for (int b = get_local_id(0); b < batch; b += GROUP) {
    sum -= log_p[((long)b * trials + t) * classes + labels[firstLabel + b]];
  }
  sum = group_sum(sum, shared);
  if (get_local_id(0) == 0) {
    losses[place + t] = sum / batch;
  }
}

/* Work-group: trial t. right[t] = the number of samples whose likeliest class is the label. */
LINE __kernel void count_right(__global const double *log_p, __global const int *labels,
                               int firstLabel, int batch, int classes, __global double *right,
                               int place) {
  __local int shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  int me = get_local_id(0);
  int count = 0;
  for (int b = me; b < batch; b += GROUP) {
    __global const double *row = log_p + ((long)b * trials + t) * classes;
    int label = labels[firstLabel + b];
    bool largest = true;
    for (int c = 0; c < classes; c++) {
      largest &= !(row[c] > row[label] || (row[c] == row[label] && c < label));
    }
    count += largest;
  }
  shared[me] = count;
  barrier(CLK_LOCAL_MEM_FENCE);
  if (me == 0) {
    int sum = 0;
    for (int i = 0; i < GROUP; i++) {
      sum += shared[i];
    }
    right[place + t] = sum;
  }
}

/* Work-item: element i of count. r = (p − e_y)/B. */
LINE __kernel void residual(__global const double *p, __global const int *labels, int firstLabel,
                            int batch, int trials, int classes, __global double *r) {
  long i = get_global_id(0);
  if (i < (long)batch * trials * classes) {
    int b = i / ((long)trials * classes);
    double scale = 1.0 / batch;
    r[i] = scale * p[i] - (i % classes == labels[firstLabel + b] ? scale : 0);
  }
}

/*
 * Work-group: trial t. Mean KL(before‖after) and change of the loss when the logits change by
 * −factors[t]·change = −δ: KL = log Σ p·exp(−δ) + Σ p·δ, and the loss changes by
 * log Σ p·exp(−δ) + δ_y. effects: KL of all trials, then the
 * changes.
 */
LINE __kernel void shift_along(__global const double *p, __global const double *change,
                               __global const double *factors, __global const int *labels,
                               int firstLabel, int batch, int classes, __global double *effects,
                               int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double kl = 0;
  double gain = 0;
  for (int b = get_local_id(0); b < batch; b += GROUP) {
    long row = ((long)b * trials + t) * classes;
    double least = factors[t] * change[row];
    for (int c = 1; c < classes; c++) {
      double delta = factors[t] * change[row + c];
      least = least != least || delta >= least ? least : delta;
    }
    double mean = 0;
    double partition = 0;
    for (int c = 0; c < classes; c++) {
      double shifted = least - factors[t] * change[row + c];
      mean -= p[row + c] * shifted;
      partition += p[row + c] * (shifted < LOWEST ? exp(LOWEST) : exp(shifted));
    }
    double logarithm = log(partition);
    kl += mean + logarithm;
    gain += logarithm - (least - factors[t] * change[row + labels[firstLabel + b]]);
  }
  kl = group_sum(kl, shared);
  gain = group_sum(gain, shared);
  if (get_local_id(0) == 0) {
    effects[place + t] = kl < 0 ? 0 : kl / batch;
    effects[place + trials + t] = gain / batch;
  }
}

/* Work-group: trial t. As shift_along, where other predictions replace those before. */
LINE __kernel void shift_between(__global const double *p, __global const double *before,
                                 __global const double *after, __global const int *labels,
                                 int firstLabel, int batch, int classes, __global double *effects,
                                 int place) {
  __local double shared[GROUP];
  int t = get_group_id(0);
  int trials = get_num_groups(0);
  double kl = 0;
  double gain = 0;
  for (int b = get_local_id(0); b < batch; b += GROUP) {
    long row = ((long)b * trials + t) * classes;
    for (int c = 0; c < classes; c++) {
      kl += p[row + c] * (before[row + c] - after[row + c]);
    }
    long right = row + labels[firstLabel + b];
    gain += before[right] - after[right];
  }
  kl = group_sum(kl, shared);
  gain = group_sum(gain, shared);
  if (get_local_id(0) == 0) {
    effects[place + t] = kl < 0 ? 0 : kl / batch;
    effects[place + trials + t] = gain / batch;
  }
}

/*
 * Work-item: row i of rows = batch·trials. out = S(p)x = p∘(x − pᵀx). A constant may be subtracted
 * from x without changing S(p)x; with that of the likeliest class nothing cancels where p is
 * nearly 1.
 */
LINE __kernel void covariance(__global const double *p, __global const double *x, int classes,
                              long rows, __global double *out) {
  long i = get_global_id(0);
  if (i >= rows) {
    return;
  }
  long row = i * classes;
  double origin = x[row + likeliest(p + row, classes)];
  double mean = 0;
  for (int c = 0; c < classes; c++) {
    mean += p[row + c] * (x[row + c] - origin);
  }
  for (int c = 0; c < classes; c++) {
    out[row + c] = p[row + c] * (x[row + c] - origin - mean);
  }
}
