/*
 * The damped Fisher matrix of softmax regression, class by class (Rasmussen and Williams 2006,
 * equation 3.47): with K' = K/(Bλ), q the roots of the probabilities of class c, and E_c = q ∘ (I +
 * q ∘ K' ∘ q)⁻¹ ∘ q, the solution is M_c = E_c·(V_c − s)/(Bλ), where (Σ_c E_c)·s = Σ_c E_c·V_c.
 * There is a system of order B for each trial and class, c fastest, of trials from first on.
 */

/*
 * Work-item: trial t of trials. What q ∘ scale·K ∘ q + diagonal·I is to be positive definite for, so
 * that no eigenvalue is below cutoffs[t]·largest[t]; the identity where that is 0.
 */
LINE __kernel void class_shifts(__global const double *cutoffs, __global const double *largest,
                                int firstLargest, int batch, int trials, __global double *scales,
                                __global double *diagonals) {
  int t = get_global_id(0);
  if (t < trials) {
    double shift = cutoffs[t] * largest[firstLargest + t];
    scales[t] = shift != 0 ? 1.0 / batch : 0;
    diagonals[t] = shift != 0 ? -shift : 1;
  }
}

/*
 * Work-item: element i of system z = global id 1. q ∘ scales[t]·K ∘ q + diagonals[t]·I, where a scale
 * of 0 leaves the diagonal alone, whatever K.
 */
LINE __kernel void class_matrices(__global const double *k, __global const double *p,
                                  __global const double *scales, __global const double *diagonals,
                                  int first, int batch, int trials, int classes,
                                  __global double *matrices) {
  int i = get_global_id(0);
  long z = get_global_id(1);
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
 * Work-item: sample b of trial t = first + global id 1. V at the likeliest class. A number may be
 * subtracted from all of a sample's V without changing M; with this one V − s keeps its digits
 * where a prediction is nearly certain.
 */
LINE __kernel void class_origins(__global const double *p, __global const double *v, int first,
                                 int batch, int trials, int classes, __global double *origins) {
  int b = get_global_id(0);
  long k = get_global_id(1);
  if (b < batch) {
    long row = (b * (long)trials + first + k) * classes;
    origins[k * batch + b] = v[row + likeliest(p + row, classes)];
  }
}

/* Work-item: element i of trial t = first + global id 1. sums = Σ_c E_c, inverses (I + q∘K'∘q)⁻¹. */
LINE __kernel void class_sums(__global const double *p, __global const double *inverses, int first,
                              int batch, int trials, int classes, __global double *sums) {
  int i = get_global_id(0);
  long k = get_global_id(1);
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

/*
 * Element b of E_c·(V_c − origins − s) of trial t, with s left out where there is none. The inverse
 * is symmetric, and read so that neighbours, which have neighbouring b, read neighbouring elements.
 */
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
    sum += inverse[m * batch + b] * sqrt(p[at]) * rest;
  }
  return sqrt(p[(b * (long)trials + t) * classes + c]) * sum;
}

/* Work-item: sample b of trial t = first + global id 1. shared = Σ_c E_c·V_c. */
LINE __kernel void class_shared(__global const double *p, __global const double *inverses,
                                __global const double *v, __global const double *origins, int first,
                                int batch, int trials, int classes, __global double *shared) {
  int b = get_global_id(0);
  long k = get_global_id(1);
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

/* Work-item: element (c, b) of trial t = first + global id 1. M, [batch, trials, classes]. */
LINE __kernel void class_solutions(__global const double *p, __global const double *inverses,
                                   __global const double *v, __global const double *origins,
                                   __global const double *shared, __global const double *scales,
                                   int first, int batch, int trials, int classes,
                                   __global double *solutions) {
  int i = get_global_id(0);
  long k = get_global_id(1);
  if (i >= batch * classes) {
    return;
  }
  int b = i % batch;
  int c = i / batch;
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

/* Size of the scatter in the starting vector. */
#define ELSEWHERE 0.05

/* Returns the scalar product of two vectors of a group's own. Every work-item must call this. */
double own_dot(__global const double *x, __global const double *y, int length,
               __local double *shared) {
  double sum = 0;
  for (int i = get_local_id(0); i < length; i += GROUP) {
    sum += x[i] * y[i];
  }
  return group_sum(sum, shared);
}

/* y = K·x of vectors [batch, classes] of a group's own. */
void own_gram_product(__global const double *k, __global const double *x, int batch, int classes,
                      __global double *y) {
  barrier(CLK_GLOBAL_MEM_FENCE);
  for (int i = get_local_id(0); i < batch * classes; i += GROUP) {
    int c = i % classes;
    __global const double *row = k + i / classes * batch;
    double sum = 0;
    for (int m = 0; m < batch; m++) {
      sum += row[m] * x[m * classes + c];
    }
    y[i] = sum;
  }
  barrier(CLK_GLOBAL_MEM_FENCE);
}

/* x *= factor and y *= factor, of vectors of a group's own. */
void own_scale(__global double *x, __global double *y, int length, double factor) {
  for (int i = get_local_id(0); i < length; i += GROUP) {
    x[i] *= factor;
    y[i] *= factor;
  }
}

/*
 * Work-group: trial t. largest[t] = σ_max of the Fisher matrix, by Lanczos iteration on vectors
 * JᵀM that are held as their cotangents M, [batch, classes]: F·JᵀM = Jᵀ(S(p)·K·M)/B. The whole
 * iteration happens here; scratch has five such vectors for each trial.
 */
LINE __kernel void class_largest(__global const double *k, __global const double *p, int batch,
                                 int classes, double tolerance, __global double *scratch,
                                 __global double *largest, int place) {
  __local double shared[GROUP];
  __local int beyond[GROUP];
  __local double alpha[MOST_ITERATIONS];
  __local double beta[MOST_ITERATIONS];
  int me = get_local_id(0);
  long t = get_group_id(0);
  int trials = get_num_groups(0);
  int length = batch * classes;
  __global double *previous = scratch + t * 5 * length;
  __global double *current = previous + length;
  __global double *currentMoved = current + length;
  __global double *next = currentMoved + length;
  __global double *nextMoved = next + length;
  for (int i = me; i < length; i += GROUP) {
    /* Near x̄ ⊗ s, x̄ the mean input and s fixed: on images, near the eigenvector of σ_max. */
    int c = i % classes;
    double multiple = (i + 1) * ((sqrt(5.0) - 1) / 2);
    double scatter = 2 * (multiple - floor(multiple)) - 1;
    current[i] = (c % 2 == 0 ? 1 : -0.5 * c) + ELSEWHERE * scatter;
    previous[i] = 0;
  }
  own_gram_product(k, current, batch, classes, currentMoved);
  double size = sqrt(own_dot(current, currentMoved, length, shared));
  own_scale(current, currentMoved, length, size > 0 ? 1 / size : 0);
  /* A power of two that scales the matrix to about 1, where no square underflows. */
  double scale = 1;
  double found = 0;
  bool running = true;
  for (int i = 0; running; i++) {
    barrier(CLK_GLOBAL_MEM_FENCE);
    for (int b = me; b < batch; b += GROUP) {
      __global const double *row = p + (b * (long)trials + t) * classes;
      __global const double *x = currentMoved + b * classes;
      double origin = x[likeliest(row, classes)];
      double mean = 0;
      for (int c = 0; c < classes; c++) {
        mean += row[c] * (x[c] - origin);
      }
      for (int c = 0; c < classes; c++) {
        next[b * classes + c] = scale * (row[c] * (x[c] - origin - mean));
      }
    }
    barrier(CLK_GLOBAL_MEM_FENCE);
    double along = own_dot(next, currentMoved, length, shared);
    double factor = 1;
    if (i == 0 && along > 0 && isfinite(along)) {
      factor = ldexp(1.0, min(1023, -ilogb(along)));
      scale = factor;
      along *= factor;
    }
    if (me == 0) {
      alpha[i] = along;
    }
    double before = i == 0 ? 0 : beta[i - 1];
    for (int e = me; e < length; e += GROUP) {
      next[e] = factor * next[e] - along * current[e] - before * previous[e];
    }
    own_gram_product(k, next, batch, classes, nextMoved);
    size = sqrt(own_dot(next, nextMoved, length, shared));
    if (me == 0) {
      beta[i] = size;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    /* A shorter vector is rounding error. Negated, so that NaN ends the iteration, too. */
    bool ends = !(size > tolerance * alpha[0]) || i == MOST_ITERATIONS - 1;
    if (ends || i % LOOK_EVERY == LOOK_EVERY - 1) {
      double ritz = largest_ritz_value(alpha, beta, i + 1, beyond) / scale / batch;
      running = !ends && ritz - found > tolerance * ritz;
      found = ritz;
    }
    own_scale(next, nextMoved, length, size > 0 ? 1 / size : 0);
    __global double *free = previous;
    previous = current;
    current = next;
    next = free;
    free = currentMoved;
    currentMoved = nextMoved;
    nextMoved = free;
  }
  if (me == 0) {
    largest[place + t] = found;
  }
}
