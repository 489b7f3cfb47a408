/*
 * The damped Fisher matrix of softmax regression, class by class (Rasmussen and Williams 2006,
 * equation 3.47): with K' = K/(Bλ), q the roots of the probabilities of class c, and E_c = q ∘ (I +
 * q ∘ K' ∘ q)⁻¹ ∘ q, the solution is M_c = E_c·(V_c − s)/(Bλ), where (Σ_c E_c)·s = Σ_c E_c·V_c.
 * There is a system of order B for each trial and class, c fastest, of trials from first on.
 */

/*
 * Work-item: element i of system z = group id 1. q ∘ scales[t]·K ∘ q + diagonals[t]·I, where a scale
 * of 0 leaves the diagonal alone, whatever K.
 */
LINE __kernel void class_matrices(__global const double *k, __global const double *p,
                                  __global const double *scales, __global const double *diagonals,
                                  int first, int batch, int trials, int classes,
                                  __global double *matrices) {
  int i = get_global_id(0);
  long z = get_group_id(1);
  if (i >= batch * batch) {
    return;
  }
  long t = first + z / classes;
  int c = z % classes;
  int row = i / batch;
  int column = i % batch;
  double element = 0;
  if (scales[t] != 0) {
    double left = sqrt(p[(row * (long)trials + t) * classes + c]);
    double right = sqrt(p[(column * (long)trials + t) * classes + c]);
    element = scales[t] * left * right * k[i];
  }
  matrices[z * batch * batch + i] = element + (row == column ? diagonals[t] : 0);
}

/*
 * Work-item: sample b of trial t = first + group id 1. V at the likeliest class. A number may be
 * subtracted from all of a sample's V without changing M; with this one V − s keeps its digits
 * where a prediction is nearly certain.
 */
LINE __kernel void class_origins(__global const double *p, __global const double *v, int first,
                                 int batch, int trials, int classes, __global double *origins) {
  int b = get_global_id(0);
  long k = get_group_id(1);
  if (b < batch) {
    long row = (b * (long)trials + first + k) * classes;
    origins[k * batch + b] = v[row + likeliest(p + row, classes)];
  }
}

/* Work-item: element i of trial t = first + group id 1. sums = Σ_c E_c, inverses (I + q∘K'∘q)⁻¹. */
LINE __kernel void class_sums(__global const double *p, __global const double *inverses, int first,
                              int batch, int trials, int classes, __global double *sums) {
  int i = get_global_id(0);
  long k = get_group_id(1);
  if (i >= batch * batch) {
    return;
  }
  long row = (i / batch * (long)trials + first + k) * classes;
  long column = (i % batch * (long)trials + first + k) * classes;
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    sum += sqrt(p[row + c]) * sqrt(p[column + c]) *
           inverses[(k * classes + c) * batch * batch + i];
  }
  sums[k * batch * batch + i] = sum;
}

/* Element b of E_c·(V_c − origins − s) of trial t, with s left out where there is none. */
double class_product(__global const double *p, __global const double *inverse,
                     __global const double *v, __global const double *origins,
                     __global const double *shared, int b, int c, long t, int batch, int trials,
                     int classes) {
  double sum = 0;
  for (int m = 0; m < batch; m++) {
    long at = (m * (long)trials + t) * classes + c;
    double rest = v[at] - origins[m];
    if (shared) {
      rest -= shared[m];
    }
    sum += inverse[b * batch + m] * sqrt(p[at]) * rest;
  }
  return sqrt(p[(b * (long)trials + t) * classes + c]) * sum;
}

/* Work-item: sample b of trial t = first + group id 1. shared = Σ_c E_c·V_c. */
LINE __kernel void class_shared(__global const double *p, __global const double *inverses,
                                __global const double *v, __global const double *origins, int first,
                                int batch, int trials, int classes, __global double *shared) {
  int b = get_global_id(0);
  long k = get_group_id(1);
  if (b >= batch) {
    return;
  }
  double sum = 0;
  for (int c = 0; c < classes; c++) {
    sum += class_product(p, inverses + (k * classes + c) * batch * batch, v, origins + k * batch, 0,
                         b, c, first + k, batch, trials, classes);
  }
  shared[k * batch + b] = sum;
}

/* Work-item: element (b, c) of trial t = first + group id 1. M, [batch, trials, classes]. */
LINE __kernel void class_solutions(__global const double *p, __global const double *inverses,
                                   __global const double *v, __global const double *origins,
                                   __global const double *shared, __global const double *scales,
                                   int first, int batch, int trials, int classes,
                                   __global double *solutions) {
  int i = get_global_id(0);
  long k = get_group_id(1);
  if (i >= batch * classes) {
    return;
  }
  int b = i / classes;
  int c = i % classes;
  long t = first + k;
  solutions[(b * (long)trials + t) * classes + c] =
      scales[t] * class_product(p, inverses + (k * classes + c) * batch * batch, v,
                                origins + k * batch, shared + k * batch, b, c, t, batch, trials,
                                classes);
}

/*
 * Work-item: trial t = first + k of count. succeeded[t] is 1 if no class of it has failed, nor the
 * sum, where there is one.
 */
LINE __kernel void class_succeeded(__global const int *failed, __global const int *failedSums,
                                   int first, int count, int classes, __global int *succeeded) {
  int k = get_global_id(0);
  if (k < count) {
    int any = failedSums ? failedSums[k] : 0;
    for (int c = 0; c < classes; c++) {
      any |= failed[k * classes + c];
    }
    succeeded[first + k] = !any;
  }
}

/* Work-item: element i of count. V = M where a trial was wanted and has succeeded. */
LINE __kernel void class_accept(__global const double *solutions, __global const double *scales,
                                int trials, int classes, long count, __global int *succeeded,
                                __global double *v) {
  long i = get_global_id(0);
  if (i < count) {
    int t = i / classes % trials;
    if (scales[t] != 0 && succeeded[t]) {
      v[i] = solutions[i];
    }
  }
}
